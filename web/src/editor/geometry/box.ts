// SPDX-License-Identifier: Apache-2.0
/** Boxes and points in image pixels. */
export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  w: number;
  h: number;
}

export interface Size {
  width: number;
  height: number;
}

export type Handle = "nw" | "n" | "ne" | "e" | "se" | "s" | "sw" | "w";
export const HANDLES: readonly Handle[] = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

/** The upright box with these two corners, whichever way it was drawn. */
export function boxBetween(a: Point, b: Point): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    w: Math.abs(a.x - b.x),
    h: Math.abs(a.y - b.y),
  };
}

const between = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

export function clampPoint(point: Point, size: Size): Point {
  return { x: between(point.x, 0, size.width), y: between(point.y, 0, size.height) };
}

/** Shift a box, but no further than the border of the image. */
export function moveWithin(box: Box, dx: number, dy: number, size: Size): Box {
  return {
    ...box,
    x: between(box.x + dx, 0, Math.max(0, size.width - box.w)),
    y: between(box.y + dy, 0, Math.max(0, size.height - box.h)),
  };
}

/** Where a handle sits on a box. */
export function handlePoint(box: Box, handle: Handle): Point {
  const x = handle.includes("w") ? 0 : handle.includes("e") ? 1 : 0.5;
  const y = handle.includes("n") ? 0 : handle.includes("s") ? 1 : 0.5;
  return { x: box.x + x * box.w, y: box.y + y * box.h };
}

/** Pull a handle to a point; crossing the opposite side turns the box over. */
export function resizeTo(box: Box, handle: Handle, to: Point): Box {
  const left = handle.includes("w") ? to.x : box.x;
  const right = handle.includes("e") ? to.x : box.x + box.w;
  const top = handle.includes("n") ? to.y : box.y;
  const bottom = handle.includes("s") ? to.y : box.y + box.h;
  return boxBetween({ x: left, y: top }, { x: right, y: bottom });
}

export function contains(box: Box, point: Point, margin = 0): boolean {
  return (
    point.x >= box.x - margin &&
    point.x <= box.x + box.w + margin &&
    point.y >= box.y - margin &&
    point.y <= box.y + box.h + margin
  );
}

export function boxOfPoints(points: readonly (readonly [number, number])[]): Box {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** Even-odd test of a point against a closed ring. */
export function isInRing(ring: readonly (readonly [number, number])[], point: Point): boolean {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i];
    const b = ring[j];
    if (!a || !b || a[1] > point.y === b[1] > point.y) continue;
    if (point.x < ((b[0] - a[0]) * (point.y - a[1])) / (b[1] - a[1]) + a[0]) isInside = !isInside;
  }
  return isInside;
}
