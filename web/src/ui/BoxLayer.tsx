// SPDX-License-Identifier: Apache-2.0
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
  const size = { w: Math.max(1, width), h: Math.max(1, height) };
  return (
    <div className="boxed">
      {src ? <img src={src} alt={alt} loading="lazy" draggable={false} /> : null}
      <svg
        viewBox={`0 0 ${size.w} ${size.h}`}
        preserveAspectRatio="xMidYMid meet"
        aria-hidden="true"
      >
        {sets.flatMap((set) =>
          set.shapes.map((shape, index) => (
            <Outline
              // biome-ignore lint/suspicious/noArrayIndexKey: shapes of an image are never reordered
              key={`${set.token}-${index}`}
              shape={shape}
              set={set}
              unit={Math.max(size.w, size.h)}
              hasCaption={hasCaptions ?? false}
            />
          )),
        )}
      </svg>
    </div>
  );
}

const CAPTION_SHARE = 0.022;

function Outline(props: { shape: DrawnShape; set: ShapeSet; unit: number; hasCaption: boolean }) {
  const { shape, set, unit, hasCaption } = props;
  const [x = 0, y = 0, w = 0, h = 0] = shape.box;
  const points = outlineOf(shape);
  const look = {
    stroke: `var(${set.token})`,
    ...(set.isDashed ? { strokeDasharray: "4 3" } : {}),
  };
  const text = shape.score == null ? shape.label : `${shape.label} ${shape.score.toFixed(2)}`;
  const size = unit * CAPTION_SHARE;
  return (
    <g>
      {points ? (
        <>
          <polygon className="boxed-halo" points={points} />
          <polygon className="boxed-line" points={points} style={look} />
        </>
      ) : (
        <>
          <rect className="boxed-halo" x={x} y={y} width={w} height={h} />
          <rect className="boxed-line" x={x} y={y} width={w} height={h} style={look} />
        </>
      )}
      {hasCaption && (
        <text
          className="boxed-text"
          x={x}
          y={Math.max(size, y - size * 0.25)}
          style={{ fontSize: size, fill: `var(${set.token})` }}
        >
          {text}
        </text>
      )}
    </g>
  );
}

/** Points of a polygon or line as SVG wants them; null for shapes drawn by their box. */
export function outlineOf(shape: DrawnShape): string | null {
  const { geometry } = shape;
  const points = Array.isArray(geometry)
    ? geometry
    : typeof geometry === "object" && geometry !== null
      ? ((geometry as Record<string, unknown>).points as unknown)
      : null;
  if (!Array.isArray(points) || points.length < 2 || !Array.isArray(points[0])) return null;
  return points.map((point) => `${point[0]},${point[1]}`).join(" ");
}
