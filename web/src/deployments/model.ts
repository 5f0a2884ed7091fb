// SPDX-License-Identifier: Apache-2.0
import type { DrawnShape } from "@/ui/BoxLayer";
import type { PredictedAsset, Prediction, Review, ShapeLists, ShapeRead } from "./api";

/** The prediction of the champion or of the shadow. */
export function predictionOf(asset: PredictedAsset, isShadow: boolean): Prediction | undefined {
  return asset.predictions.find((one) => one.is_shadow === isShadow);
}

/** The newest review, if there is one. */
export function reviewOf(asset: PredictedAsset): Review | undefined {
  return [...asset.reviews].sort((a, b) => b.version - a.version)[0];
}

/** Shapes as the overlay draws them. */
export function drawnShapes(lists: ShapeLists | undefined, lowest = 0): DrawnShape[] {
  if (!lists) return [];
  const lined = (kind: string) => (shape: ShapeRead) => drawn(kind, shape);
  return [
    ...lists.rectangles.map(lined("rectangle")),
    ...lists.polygons.map(lined("polygon")),
    ...lists.lines.map(lined("line")),
  ].filter((shape) => (shape.score ?? 1) >= lowest);
}

function drawn(kind: string, shape: ShapeRead): DrawnShape {
  const geometry = shape.polygon ?? shape.line;
  return {
    kind,
    label: shape.label.name,
    box: [shape.x ?? 0, shape.y ?? 0, shape.w ?? 0, shape.h ?? 0],
    score: shape.score,
    ...(geometry ? { geometry } : {}),
  };
}

export function shapeCount(lists: ShapeLists | undefined): number {
  if (!lists) return 0;
  return (
    lists.rectangles.length +
    lists.polygons.length +
    lists.lines.length +
    lists.points.length +
    lists.classifications.length
  );
}
