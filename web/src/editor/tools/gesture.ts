// SPDX-License-Identifier: Apache-2.0
import {
  boxBetween,
  clampPoint,
  type Handle,
  moveWithin,
  type Point,
  resizeTo,
  type Size,
} from "../geometry/box";
import { type EditorShape, newShapeId } from "../model/shape";
import type { ShapeStore } from "../model/store";

/** What happens between press and release. */
export interface Gesture {
  /** The shape that changes. */
  readonly id: string;
  move: (to: Point) => void;
  /** Returns the id to be selected afterwards. */
  end: () => string | null;
  cancel: () => void;
}

export interface Place {
  store: ShapeStore;
  size: Size;
}

/** Shift a shape with the pointer. */
export function moveGesture(place: Place, shape: EditorShape, from: Point): Gesture {
  return changing(place, shape, (to) => shifted(shape, to.x - from.x, to.y - from.y, place.size));
}

/** Pull one of the eight grips of a box. */
export function resizeGesture(place: Place, shape: EditorShape, handle: Handle): Gesture {
  return changing(place, shape, (to) => ({
    ...shape,
    ...resizeTo(shape, handle, clampPoint(to, place.size)),
  }));
}

function changing(place: Place, shape: EditorShape, at: (to: Point) => EditorShape): Gesture {
  place.store.begin();
  return {
    id: shape.id,
    move: (to) => place.store.put(at(to)),
    end: () => {
      place.store.commit();
      return shape.id;
    },
    cancel: () => place.store.cancel(),
  };
}

/** A shape moved by so much, within the image. */
export function shifted(shape: EditorShape, dx: number, dy: number, size: Size): EditorShape {
  const box = moveWithin(shape, dx, dy, size);
  const realX = box.x - shape.x;
  const realY = box.y - shape.y;
  const points = shape.points?.map(([x, y]) => [x + realX, y + realY] as const);
  return { ...shape, ...box, ...(points ? { points } : {}) };
}

/** Draw a new box from its first corner; smaller than `least` pixels it is dropped. */
export function boxGesture(
  place: Place,
  from: Point,
  labelId: string | null,
  least: number,
): Gesture {
  const start = clampPoint(from, place.size);
  const id = newShapeId();
  let box = boxBetween(start, start);
  place.store.begin();
  return {
    id,
    move: (to) => {
      box = boxBetween(start, clampPoint(to, place.size));
      place.store.put({ id, kind: "RECTANGLE", labelId, ...box });
    },
    end: () => {
      if (box.w < least || box.h < least) {
        place.store.cancel();
        return null;
      }
      place.store.commit();
      return id;
    },
    cancel: () => place.store.cancel(),
  };
}
