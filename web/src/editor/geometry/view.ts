// SPDX-License-Identifier: Apache-2.0
import type { Box, Point, Size } from "./box";

/** How image pixels lie on the screen: screen = image × scale + offset (CSS pixels). */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export const MIN_SCALE = 0.02;
export const MAX_SCALE = 64;
const FIT_MARGIN = 16;

export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

export function toImage(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** Show the whole image in the middle of the stage. */
export function fitView(image: Size, stage: Size, margin = FIT_MARGIN): View {
  const scale = Math.max(
    MIN_SCALE,
    Math.min(
      (stage.width - 2 * margin) / Math.max(1, image.width),
      (stage.height - 2 * margin) / Math.max(1, image.height),
    ),
  );
  return centred({ x: 0, y: 0, w: image.width, h: image.height }, stage, scale);
}

/** Show a box of the image in the middle, with room around it. */
export function focusView(box: Box, stage: Size): View {
  const room = 2;
  const scale = Math.min(
    stage.width / Math.max(1, box.w * room),
    stage.height / Math.max(1, box.h * room),
    8,
  );
  return centred(box, stage, scale);
}

function centred(box: Box, stage: Size, scale: number): View {
  return {
    scale,
    x: stage.width / 2 - (box.x + box.w / 2) * scale,
    y: stage.height / 2 - (box.y + box.h / 2) * scale,
  };
}

/** Zoom so that the image point below `at` (screen) stays where it is. */
export function zoomAt(view: View, at: Point, factor: number): View {
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, view.scale * factor));
  const still = toImage(view, at);
  return { scale, x: at.x - still.x * scale, y: at.y - still.y * scale };
}

/** Part of the image that the stage shows. */
export function visibleBox(view: View, stage: Size): Box {
  const corner = toImage(view, { x: 0, y: 0 });
  return { ...corner, w: stage.width / view.scale, h: stage.height / view.scale };
}
