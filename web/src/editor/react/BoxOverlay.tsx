// SPDX-License-Identifier: Apache-2.0
import { boxOfPoints } from "../geometry/box";
import type { OverlayShape } from "../render/overlay";
import { ShapeOverlay } from "./ShapeOverlay";

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

/** Boxes and polygons over a thumbnail. */
export function BoxOverlay(props: BoxOverlayProps) {
  const { width, height, fitMode = "contain", isDashed } = props;
  const polygons = (props.polygons ?? []).map(
    ({ ring, color }): OverlayShape => ({
      kind: "POLYGON",
      ...boxOfPoints(ring),
      points: ring,
      color,
    }),
  );
  const boxes = props.boxes.map(
    ([x, y, w, h], index): OverlayShape => ({
      kind: "RECTANGLE",
      x,
      y,
      w,
      h,
      color: props.colors[index] ?? 0,
      isDashed,
    }),
  );
  return (
    <ShapeOverlay
      width={width}
      height={height}
      fitMode={fitMode}
      shapes={[...polygons, ...boxes]}
    />
  );
}
