// SPDX-License-Identifier: Apache-2.0
import type { Box } from "../geometry/box";
import { HANDLES, handlePoint } from "../geometry/box";
import { toScreen, type View } from "../geometry/view";
import type { ShapeKind } from "../model/shape";

/** One shape as it shall look; all drawing of shapes in the product goes through here. */
export interface Painted extends Box {
  kind: ShapeKind;
  color: string;
  points?: readonly (readonly [number, number])[] | undefined;
  isDashed?: boolean;
  isSelected?: boolean;
  /** Written above the shape. */
  title?: string | undefined;
}

export interface Inks {
  halo: string;
  ink: string;
}

export interface Strokes {
  line: number;
  halo: number;
  fillAlpha: number;
}

export const EDITOR_STROKES: Strokes = { line: 1.5, halo: 3.5, fillAlpha: 0.14 };
export const THUMBNAIL_STROKES: Strokes = { line: 1.25, halo: 2.75, fillAlpha: 0 };

const POINT_RADIUS = 4;
const TITLE_FROM_PX = 14;
const TITLE_HEIGHT = 16;
const HANDLE_SIZE = 8;
const FONT = '500 11px "Inter Variable", Inter, system-ui, sans-serif';

/** The part of a canvas context that is used; tests record it. */
export type Ink2D = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "rect"
  | "arc"
  | "stroke"
  | "fill"
  | "fillRect"
  | "strokeRect"
  | "fillText"
  | "measureText"
  | "setLineDash"
  | "strokeStyle"
  | "fillStyle"
  | "lineWidth"
  | "globalAlpha"
  | "font"
  | "textBaseline"
  | "lineJoin"
>;

/** Draw shapes in CSS pixels of the stage. */
export function drawShapes(
  ink: Ink2D,
  shapes: readonly Painted[],
  view: View,
  inks: Inks,
  strokes: Strokes,
): void {
  ink.lineJoin = "round";
  for (const shape of shapes) drawShape(ink, shape, view, inks, strokes);
  for (const shape of shapes) if (shape.title) drawTitle(ink, shape, view, inks);
}

function drawShape(ink: Ink2D, shape: Painted, view: View, inks: Inks, strokes: Strokes): void {
  if (shape.kind === "CLASSIFICATION") return;
  trace(ink, shape, view);
  const isArea = shape.kind === "RECTANGLE" || shape.kind === "POLYGON" || shape.kind === "MASK";
  const alpha = shape.isSelected ? strokes.fillAlpha * 2 : strokes.fillAlpha;
  if (isArea && alpha > 0 && (shape.isSelected || shape.kind !== "RECTANGLE")) {
    ink.globalAlpha = alpha;
    ink.fillStyle = shape.color;
    ink.fill();
    ink.globalAlpha = 1;
  }
  ink.setLineDash([]);
  ink.strokeStyle = inks.halo;
  ink.lineWidth = strokes.halo + (shape.isSelected ? 1 : 0);
  ink.stroke();
  if (shape.isDashed) ink.setLineDash([6, 4]);
  ink.strokeStyle = shape.color;
  ink.lineWidth = strokes.line + (shape.isSelected ? 1 : 0);
  ink.stroke();
  ink.setLineDash([]);
}

function trace(ink: Ink2D, shape: Painted, view: View): void {
  ink.beginPath();
  if (shape.kind === "RECTANGLE" || shape.kind === "MASK" || !shape.points) {
    const corner = toScreen(view, shape);
    ink.rect(corner.x, corner.y, shape.w * view.scale, shape.h * view.scale);
    return;
  }
  if (shape.kind === "POINT" || shape.kind === "KEYPOINTS") {
    for (const [x, y] of shape.points) {
      const at = toScreen(view, { x, y });
      ink.moveTo(at.x + POINT_RADIUS, at.y);
      ink.arc(at.x, at.y, POINT_RADIUS, 0, 2 * Math.PI);
    }
    return;
  }
  shape.points.forEach(([x, y], index) => {
    const at = toScreen(view, { x, y });
    if (index === 0) ink.moveTo(at.x, at.y);
    else ink.lineTo(at.x, at.y);
  });
  if (shape.kind === "POLYGON") ink.closePath();
}

function drawTitle(ink: Ink2D, shape: Painted, view: View, inks: Inks): void {
  if (!shape.title) return;
  if (!shape.isSelected && Math.max(shape.w, shape.h) * view.scale < TITLE_FROM_PX) return;
  ink.font = FONT;
  ink.textBaseline = "middle";
  const at = toScreen(view, shape);
  const width = ink.measureText(shape.title).width + 8;
  const top = Math.max(0, at.y - TITLE_HEIGHT - 2);
  ink.fillStyle = shape.color;
  ink.fillRect(at.x - 1, top, width, TITLE_HEIGHT);
  ink.fillStyle = inks.ink;
  ink.fillText(shape.title, at.x + 3, top + TITLE_HEIGHT / 2 + 0.5);
}

/** Draw the eight grips of the selected box. */
export function drawHandles(ink: Ink2D, box: Box, view: View): void {
  for (const handle of HANDLES) {
    const at = toScreen(view, handlePoint(box, handle));
    ink.fillStyle = "#fff";
    ink.strokeStyle = "#0b0e0f";
    ink.lineWidth = 1;
    ink.fillRect(at.x - HANDLE_SIZE / 2, at.y - HANDLE_SIZE / 2, HANDLE_SIZE, HANDLE_SIZE);
    ink.strokeRect(at.x - HANDLE_SIZE / 2, at.y - HANDLE_SIZE / 2, HANDLE_SIZE, HANDLE_SIZE);
  }
}
