// SPDX-License-Identifier: Apache-2.0
import type { Box } from "../geometry/box";

export type ShapeKind =
  | "RECTANGLE"
  | "POLYGON"
  | "LINE"
  | "POINT"
  | "KEYPOINTS"
  | "CLASSIFICATION"
  | "MASK";
export type Layer = "ground_truth" | "prediction";

/** One drawn object; `points` are the vertices of everything that is not a plain box. */
export interface EditorShape extends Box {
  id: string;
  kind: ShapeKind;
  labelId: string | null;
  points?: readonly (readonly [number, number])[] | undefined;
  score?: number | null | undefined;
  layer?: Layer | undefined;
  isLocked?: boolean | undefined;
}

export interface EditorLabel {
  id: string;
  name: string;
  /** Which of the 24 label colours. */
  colorIndex: number;
}

let made = 0;

/** An id for a shape that the server has not seen yet. */
export function newShapeId(): string {
  made += 1;
  return `new-${Date.now().toString(36)}-${made}`;
}
