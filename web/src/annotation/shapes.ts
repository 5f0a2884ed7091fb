// SPDX-License-Identifier: Apache-2.0
import type { AssetShape } from "@/datasets";
import type { EditorShape } from "@/editor";
import type { ShapesBody } from "./api";

const LISTS: Record<string, readonly [plural: string, field: string | null]> = {
  rectangle: ["rectangles", null],
  polygon: ["polygons", "polygon"],
  line: ["lines", "line"],
  point: ["points", "point"],
  keypoints: ["keypoints", "keypoints"],
  mask: ["masks", "mask"],
  classification: ["classifications", null],
};

/** What is sent to save: boxes as they are now, everything else with its stored geometry. */
export function toBody(shapes: readonly EditorShape[], stored: readonly AssetShape[]): ShapesBody {
  const known = new Map(stored.map((shape) => [shape.id, shape]));
  const body: ShapesBody = {};
  for (const shape of shapes) {
    if (shape.labelId === null) continue;
    const origin = known.get(shape.id);
    const [plural, field] = LISTS[shape.kind.toLowerCase()] ?? ["rectangles", null];
    const place =
      plural === "rectangles"
        ? { x: shape.x, y: shape.y, w: shape.w, h: shape.h }
        : field && origin
          ? { [field]: origin.geometry }
          : {};
    body[plural] ??= [];
    body[plural].push({
      label_id: shape.labelId,
      ...place,
      text: origin?.text ?? null,
      attributes: origin?.attributes ?? null,
    });
  }
  for (const [plural] of Object.values(LISTS)) body[plural] ??= [];
  return body;
}
