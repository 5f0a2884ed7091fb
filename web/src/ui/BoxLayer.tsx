// SPDX-License-Identifier: Apache-2.0
import { type OverlayShape, ShapeOverlay } from "@/editor";
import "./boxes.css";

export interface DrawnShape {
  kind: string;
  label: string;
  /** x, y, width, height in image pixels. */
  box: readonly [number, number, number, number] | readonly number[];
  /** Outline of polygons and lines in image pixels. */
  geometry?: unknown;
  score?: number | null;
}

export interface ShapeSet {
  /** A token such as "--gt". */
  token: string;
  isDashed?: boolean;
  shapes: readonly DrawnShape[];
}

export interface BoxedImageProps {
  src: string | null | undefined;
  alt: string;
  width: number;
  height: number;
  sets: readonly ShapeSet[];
  hasCaptions?: boolean;
}

/** An image with outlines over it, at any size; strokes keep their width. */
export function BoxedImage({ src, alt, width, height, sets, hasCaptions }: BoxedImageProps) {
  const shapes = sets.flatMap((set) =>
    set.shapes.map((shape) => toOverlay(shape, set, hasCaptions ?? false)),
  );
  return (
    <div className="boxed">
      {src ? <img src={src} alt={alt} loading="lazy" draggable={false} /> : null}
      <ShapeOverlay width={Math.max(1, width)} height={Math.max(1, height)} shapes={shapes} />
    </div>
  );
}

const KINDS: Record<string, OverlayShape["kind"]> = {
  polygon: "POLYGON",
  line: "LINE",
  point: "POINT",
  keypoints: "KEYPOINTS",
  classification: "CLASSIFICATION",
};

function toOverlay(shape: DrawnShape, set: ShapeSet, hasCaption: boolean): OverlayShape {
  const [x = 0, y = 0, w = 0, h = 0] = shape.box;
  const points = outlineOf(shape);
  const text = shape.score == null ? shape.label : `${shape.label} ${shape.score.toFixed(2)}`;
  const kind = KINDS[shape.kind.toLowerCase()] ?? (points ? "POLYGON" : "RECTANGLE");
  return {
    kind,
    x,
    y,
    w,
    h,
    points: points ?? undefined,
    color: set.token,
    isDashed: set.isDashed,
    title: hasCaption ? text : undefined,
  };
}

/** Vertices of a polygon or line; null for shapes drawn by their box. */
export function outlineOf(shape: DrawnShape): (readonly [number, number])[] | null {
  const { geometry } = shape;
  const points = Array.isArray(geometry)
    ? geometry
    : typeof geometry === "object" && geometry !== null
      ? ((geometry as Record<string, unknown>).points as unknown)
      : null;
  if (!Array.isArray(points) || points.length < 2 || !Array.isArray(points[0])) return null;
  return points.map((point) => [Number(point[0]), Number(point[1])] as const);
}
