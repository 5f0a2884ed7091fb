// SPDX-License-Identifier: Apache-2.0
import type { ShapeSet } from "@/ui/BoxLayer";
import type { Evaluation } from "../api";

export type Layer = "both" | "truth" | "prediction";

/** Ground truth in green, predictions from a score on in red. */
export function setsOf(evaluation: Evaluation, layer: Layer, score: number): ShapeSet[] {
  const drawn = (kind: string) => kind !== "classification";
  const sets: ShapeSet[] = [];
  if (layer !== "prediction") {
    sets.push({ token: "--gt", shapes: evaluation.ground_truth.filter((one) => drawn(one.kind)) });
  }
  if (layer !== "truth") {
    const shapes = evaluation.shapes.filter((one) => drawn(one.kind) && (one.score ?? 1) >= score);
    // dashed: the outline of the truth shows through where both agree
    sets.push({ token: "--pred", isDashed: true, shapes });
  }
  return sets;
}
