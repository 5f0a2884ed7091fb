// SPDX-License-Identifier: Apache-2.0
import type { EditorShape, ShapeKind } from "@/editor";
import type { ShapeLists, ShapeRead } from "./api";

type Pair = readonly [number, number];

/** Predicted or reviewed shapes as the editor holds them. */
export function toEditor(lists: ShapeLists | undefined): EditorShape[] {
  if (!lists) return [];
  return [
    ...lists.rectangles.map((one) => shapeOf("RECTANGLE", one)),
    ...lists.polygons.map((one) => shapeOf("POLYGON", one, one.polygon)),
    ...lists.lines.map((one) => shapeOf("LINE", one, one.line)),
    ...lists.points.map((one) => shapeOf("POINT", one, one.point && [one.point])),
    ...lists.classifications.map((one) => shapeOf("CLASSIFICATION", one)),
  ];
}

function shapeOf(kind: ShapeKind, one: ShapeRead, points?: readonly Pair[]): EditorShape {
  const box = points?.length ? boxOf(points) : one;
  return {
    id: String(one.id),
    kind,
    labelId: one.label.id,
    x: box.x ?? 0,
    y: box.y ?? 0,
    w: box.w ?? 0,
    h: box.h ?? 0,
    score: one.score,
    ...(points ? { points } : {}),
  };
}

function boxOf(points: readonly Pair[]) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

export type SentShapes = Record<string, Record<string, unknown>[]>;

/** What a review sends: shapes by kind with whole pixels, without those that have no label. */
export function toReview(shapes: readonly EditorShape[]): SentShapes {
  const sent: SentShapes = {};
  const add = (plural: string, fields: Record<string, unknown>) => {
    const list = sent[plural] ?? [];
    list.push(fields);
    sent[plural] = list;
  };
  for (const shape of shapes) {
    if (shape.labelId === null) continue;
    const label_id = shape.labelId;
    if (shape.kind === "RECTANGLE") add("rectangles", { label_id, ...wholeBox(shape) });
    if (shape.kind === "POLYGON") add("polygons", { label_id, polygon: whole(shape.points) });
    if (shape.kind === "LINE") add("lines", { label_id, line: whole(shape.points) });
    if (shape.kind === "POINT") add("points", { label_id, point: whole(shape.points)[0] });
    if (shape.kind === "CLASSIFICATION") add("classifications", { label_id });
  }
  return sent;
}

function wholeBox(shape: EditorShape) {
  const x = Math.round(shape.x);
  const y = Math.round(shape.y);
  return { x, y, w: Math.round(shape.x + shape.w) - x, h: Math.round(shape.y + shape.h) - y };
}

function whole(points: EditorShape["points"]): number[][] {
  return (points ?? []).map(([x, y]) => [Math.round(x), Math.round(y)]);
}
