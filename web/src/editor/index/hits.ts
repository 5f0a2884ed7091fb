// SPDX-License-Identifier: Apache-2.0
import RBush from "rbush";
import type { Box, Handle, Point } from "../geometry/box";
import { HANDLES, handlePoint, isInRing } from "../geometry/box";
import type { EditorShape } from "../model/shape";

interface Entry {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  order: number;
  shape: EditorShape;
}

/** Finds shapes by place; rebuilt when the shapes change. */
export class HitIndex {
  private readonly tree = new RBush<Entry>();

  constructor(shapes: readonly EditorShape[]) {
    this.tree.load(
      shapes
        .filter((shape) => shape.kind !== "CLASSIFICATION")
        .map((shape, order) => ({
          minX: shape.x,
          minY: shape.y,
          maxX: shape.x + shape.w,
          maxY: shape.y + shape.h,
          order,
          shape,
        })),
    );
  }

  /** Shapes whose box meets the given one, in drawing order. */
  within(box: Box): EditorShape[] {
    return this.tree
      .search({ minX: box.x, minY: box.y, maxX: box.x + box.w, maxY: box.y + box.h })
      .sort((a, b) => a.order - b.order)
      .map((entry) => entry.shape);
  }

  /** What a press at the point means: the smallest shape there, so that inner ones can be reached. */
  at(point: Point, tolerance: number): EditorShape | null {
    const near = this.within({
      x: point.x - tolerance,
      y: point.y - tolerance,
      w: 2 * tolerance,
      h: 2 * tolerance,
    });
    let best: EditorShape | null = null;
    for (const shape of near) {
      if (!covers(shape, point)) continue;
      if (!best || shape.w * shape.h <= best.w * best.h) best = shape;
    }
    return best;
  }
}

function covers(shape: EditorShape, point: Point): boolean {
  if (shape.kind === "POLYGON" && shape.points && shape.points.length > 2) {
    return isInRing(shape.points, point);
  }
  return true;
}

/** The handle of a box near a point, or null. */
export function handleAt(box: Box, point: Point, tolerance: number): Handle | null {
  let best: Handle | null = null;
  let least = tolerance;
  for (const handle of HANDLES) {
    const place = handlePoint(box, handle);
    const distance = Math.max(Math.abs(place.x - point.x), Math.abs(place.y - point.y));
    if (distance <= least) {
      least = distance;
      best = handle;
    }
  }
  return best;
}
