// SPDX-License-Identifier: Apache-2.0
import type { Box, Size } from "../geometry/box";
import { fitView, type View } from "../geometry/view";
import type { ShapeKind } from "../model/shape";
import { paintOf, token } from "./colors";
import { drawShapes, type Strokes, THUMBNAIL_STROKES } from "./renderer";
import { prepare } from "./surface";

/** A shape over a picture that is only looked at. */
export interface OverlayShape extends Box {
  kind: ShapeKind;
  points?: readonly (readonly [number, number])[] | undefined;
  /** A number among the label colours, a design token ("--gt"), or a CSS colour. */
  color: number | string;
  isDashed?: boolean | undefined;
  title?: string | undefined;
}

export interface Overlay {
  /** Size of the image in its own pixels. */
  image: Size;
  shapes: readonly OverlayShape[];
  /** How the picture below lies in its frame. */
  fitMode: "contain" | "cover";
  strokes?: Strokes;
}

/** Draw shapes where the picture in the same frame shows them. */
export function paintOverlay(canvas: HTMLCanvasElement, overlay: Overlay): void {
  const stage = { width: canvas.clientWidth, height: canvas.clientHeight };
  if (stage.width === 0 || overlay.image.width === 0) return;
  const ink = prepare(canvas, stage.width, stage.height);
  if (!ink) return;
  const { image, fitMode } = overlay;
  const view = fitMode === "cover" ? cover(image, stage) : fitView(image, stage, 0);
  const inks = { halo: token("--halo"), ink: token("--label-ink") };
  const painted = overlay.shapes.map((shape) => ({
    ...shape,
    color: paintOf(shape.color),
    isDashed: shape.isDashed ?? false,
  }));
  drawShapes(ink, painted, view, inks, overlay.strokes ?? THUMBNAIL_STROKES);
}

function cover(image: Size, stage: Size): View {
  const scale = Math.max(stage.width / image.width, stage.height / image.height);
  return {
    scale,
    x: (stage.width - image.width * scale) / 2,
    y: (stage.height - image.height * scale) / 2,
  };
}
