// SPDX-License-Identifier: Apache-2.0
import type { BoxTuple, EditorShape, Ring, ShapeKind } from "@/editor";
import type { AssetShape } from "./api";

const KINDS: Record<string, ShapeKind> = {
  rectangle: "RECTANGLE",
  polygon: "POLYGON",
  line: "LINE",
  point: "POINT",
  keypoints: "KEYPOINTS",
  mask: "MASK",
  classification: "CLASSIFICATION",
};
const MOST_DRAWN = 50;
const MOST_VERTICES = 400;

/** A shape of a list as the editor takes it. */
export function toEditorShape(shape: AssetShape): EditorShape {
  const [x, y, w, h] = shape.box;
  return {
    id: shape.id,
    kind: KINDS[shape.kind] ?? "RECTANGLE",
    labelId: shape.label_id,
    x,
    y,
    w,
    h,
    points: ringOf(shape),
  };
}

function ringOf(shape: AssetShape): Ring | undefined {
  const { geometry } = shape;
  if (!Array.isArray(geometry)) return undefined;
  if (shape.kind === "point") return [pairOf(geometry)];
  return geometry.filter(Array.isArray).map(pairOf);
}

const pairOf = (pair: unknown[]): readonly [number, number] => [Number(pair[0]), Number(pair[1])];

export interface Drawn {
  boxes: BoxTuple[];
  colors: number[];
  polygons: { ring: Ring; color: number }[];
}

/** What a thumbnail draws: at most 50 shapes, very large polygons as nothing (DS-05). */
export function drawnOf(
  shapes: readonly AssetShape[] | null | undefined,
  hidden: ReadonlySet<string>,
): Drawn {
  const drawn: Drawn = { boxes: [], colors: [], polygons: [] };
  let count = 0;
  for (const shape of shapes ?? []) {
    if (hidden.has(shape.label_id) || shape.kind === "classification") continue;
    if (count++ >= MOST_DRAWN) break;
    const ring = shape.kind === "polygon" ? ringOf(shape) : undefined;
    if (ring) {
      if (ring.length <= MOST_VERTICES) drawn.polygons.push({ ring, color: shape.color_index });
    } else {
      drawn.boxes.push(shape.box);
      drawn.colors.push(shape.color_index);
    }
  }
  return drawn;
}
