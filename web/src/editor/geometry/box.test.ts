// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { isInRing, moveWithin, resizeTo } from "./box";
import { fitView, toImage, toScreen, zoomAt } from "./view";

const SIZE = { width: 100, height: 50 };

describe("boxes", () => {
  it("stay within the image when moved", () => {
    expect(moveWithin({ x: 80, y: 10, w: 15, h: 10 }, 50, -50, SIZE)).toEqual({
      x: 85,
      y: 0,
      w: 15,
      h: 10,
    });
  });

  it("turn over when a handle crosses the other side", () => {
    expect(resizeTo({ x: 10, y: 10, w: 10, h: 10 }, "e", { x: 5, y: 99 })).toEqual({
      x: 5,
      y: 10,
      w: 5,
      h: 10,
    });
    expect(resizeTo({ x: 10, y: 10, w: 10, h: 10 }, "nw", { x: 0, y: 0 })).toEqual({
      x: 0,
      y: 0,
      w: 20,
      h: 20,
    });
  });

  it("knows the inside of a concave ring", () => {
    const ring = [
      [0, 0],
      [10, 0],
      [10, 10],
      [5, 4],
      [0, 10],
    ] as const;
    expect(isInRing(ring, { x: 5, y: 2 })).toBe(true);
    expect(isInRing(ring, { x: 5, y: 8 })).toBe(false);
  });
});

describe("the view", () => {
  it("keeps the point below the pointer while zooming", () => {
    const view = fitView(SIZE, { width: 400, height: 300 });
    const at = { x: 123, y: 77 };
    const before = toImage(view, at);
    const after = toImage(zoomAt(view, at, 3), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it("shows the whole image in the middle", () => {
    const view = fitView(SIZE, { width: 400, height: 300 }, 0);
    expect(view.scale).toBe(4);
    expect(toScreen(view, { x: 50, y: 25 })).toEqual({ x: 200, y: 150 });
  });
});
