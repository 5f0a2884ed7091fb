// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "react";
import { boxOfPoints } from "../geometry/box";
import { fitView } from "../geometry/view";
import { paintOf, token } from "../render/colors";
import { drawShapes, type Painted, THUMBNAIL_STROKES } from "../render/renderer";
import { prepare } from "../render/surface";
import "./editor.css";

/** x, y, width, height in pixels of the image. */
export type BoxTuple = readonly [number, number, number, number];
export type Ring = readonly (readonly [number, number])[];

export interface BoxOverlayProps {
  /** Size of the image in its own pixels; the overlay fills its parent like `object-fit: contain`. */
  width: number;
  height: number;
  boxes: readonly BoxTuple[];
  /** One per box: a number among the label colours, or a CSS colour. */
  colors: readonly (number | string)[];
  polygons?: readonly { ring: Ring; color: number | string }[];
  /** "cover" for thumbnails that are cropped instead of letterboxed. */
  fitMode?: "contain" | "cover";
  isDashed?: boolean;
}

const NO_POLYGONS: readonly { ring: Ring; color: number | string }[] = [];

/** Shapes over a thumbnail; put it beside the img inside a positioned element. */
export function BoxOverlay(props: BoxOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => paint(element, latest.current));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, props);
  });
  return <canvas ref={canvas} className="box-overlay" aria-hidden />;
}

function paint(canvas: HTMLCanvasElement, props: BoxOverlayProps): void {
  const stage = { width: canvas.clientWidth, height: canvas.clientHeight };
  if (stage.width === 0 || props.width === 0) return;
  const ink = prepare(canvas, stage.width, stage.height);
  if (!ink) return;
  const boxes: Painted[] = props.boxes.map(([x, y, w, h], index) => ({
    kind: "RECTANGLE",
    x,
    y,
    w,
    h,
    color: paintOf(props.colors[index] ?? 0),
    isDashed: props.isDashed ?? false,
  }));
  const polygons: Painted[] = (props.polygons ?? NO_POLYGONS).map(({ ring, color }) => ({
    kind: "POLYGON",
    ...boxOfPoints(ring),
    points: ring,
    color: paintOf(color),
  }));
  const image = { width: props.width, height: props.height };
  const view = props.fitMode === "cover" ? cover(image, stage) : fitView(image, stage, 0);
  const inks = { halo: token("--halo"), ink: token("--label-ink") };
  drawShapes(ink, [...polygons, ...boxes], view, inks, THUMBNAIL_STROKES);
}

function cover(image: { width: number; height: number }, stage: { width: number; height: number }) {
  const scale = Math.max(stage.width / image.width, stage.height / image.height);
  return {
    scale,
    x: (stage.width - image.width * scale) / 2,
    y: (stage.height - image.height * scale) / 2,
  };
}
