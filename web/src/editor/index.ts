// SPDX-License-Identifier: Apache-2.0
export type { Box, Point } from "./geometry/box";
export {
  type EditorLabel,
  type EditorShape,
  type Layer,
  newShapeId,
  type ShapeKind,
} from "./model/shape";
export { ShapeStore, type StoreState } from "./model/store";
export { BoxOverlay, type BoxOverlayProps, type BoxTuple, type Ring } from "./react/BoxOverlay";
export { EditorCanvas, type EditorCanvasProps } from "./react/EditorCanvas";
export { ShapeOverlay, type ShapeOverlayProps } from "./react/ShapeOverlay";
export type { OverlayShape } from "./render/overlay";
export type { EditorTool } from "./stage";
