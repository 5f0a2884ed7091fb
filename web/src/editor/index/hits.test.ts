// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { EditorShape } from "../model/shape";
import { ShapeStore } from "../model/store";
import { boxGesture, moveGesture, resizeGesture } from "../tools/gesture";
import { HitIndex, handleAt } from "./hits";

const shape = (id: string, x: number, y: number, w: number, h: number): EditorShape => ({
  id,
  kind: "RECTANGLE",
  labelId: null,
  x,
  y,
  w,
  h,
});

describe("HitIndex", () => {
  const index = new HitIndex([shape("big", 0, 0, 100, 100), shape("small", 40, 40, 10, 10)]);

  it("finds the smallest shape below the point", () => {
    expect(index.at({ x: 45, y: 45 }, 1)?.id).toBe("small");
    expect(index.at({ x: 5, y: 5 }, 1)?.id).toBe("big");
    expect(index.at({ x: 150, y: 5 }, 1)).toBeNull();
  });

  it("takes presses just beside the line", () => {
    expect(index.at({ x: 103, y: 50 }, 4)?.id).toBe("big");
  });

  it("lists what a part of the image shows", () => {
    expect(index.within({ x: 30, y: 30, w: 30, h: 30 }).map((s) => s.id)).toEqual(["big", "small"]);
  });

  it("ignores the hull outside of a polygon", () => {
    const polygon: EditorShape = {
      ...shape("p", 0, 0, 10, 10),
      kind: "POLYGON",
      points: [
        [0, 0],
        [10, 0],
        [0, 10],
      ],
    };
    const only = new HitIndex([polygon]);
    expect(only.at({ x: 2, y: 2 }, 0)?.id).toBe("p");
    expect(only.at({ x: 9, y: 9 }, 0)).toBeNull();
  });
});

describe("gestures", () => {
  const place = () => ({
    store: new ShapeStore([shape("1", 10, 10, 20, 20)]),
    size: { width: 100, height: 100 },
  });

  it("grip, resize and undo", () => {
    const board = place();
    const one = board.store.get("1");
    if (!one) throw new Error("missing");
    expect(handleAt(one, { x: 31, y: 29 }, 3)).toBe("se");
    expect(handleAt(one, { x: 20, y: 20 }, 3)).toBeNull();
    const gesture = resizeGesture(board, one, "se");
    gesture.move({ x: 50, y: 300 });
    gesture.end();
    expect(board.store.get("1")).toMatchObject({ x: 10, y: 10, w: 40, h: 90 });
    board.store.undo();
    expect(board.store.get("1")).toMatchObject({ w: 20, h: 20 });
  });

  it("move stops at the border", () => {
    const board = place();
    const one = board.store.get("1");
    if (!one) throw new Error("missing");
    const gesture = moveGesture(board, one, { x: 15, y: 15 });
    gesture.move({ x: -100, y: 20 });
    gesture.end();
    expect(board.store.get("1")).toMatchObject({ x: 0, y: 15, w: 20, h: 20 });
  });

  it("draws a box, drops a tiny one", () => {
    const board = place();
    const gesture = boxGesture(board, { x: 50, y: 50 }, "car", 3);
    gesture.move({ x: 40, y: 70 });
    const id = gesture.end();
    expect(board.store.get(id ?? "")).toMatchObject({ x: 40, y: 50, w: 10, h: 20, labelId: "car" });
    const tiny = boxGesture(board, { x: 50, y: 50 }, "car", 3);
    tiny.move({ x: 51, y: 51 });
    expect(tiny.end()).toBeNull();
    expect(board.store.snapshot().shapes).toHaveLength(2);
  });
});
