// SPDX-License-Identifier: Apache-2.0
import type { Point, Size } from "../geometry/box";
import type { View } from "../geometry/view";
import type { EditorShape } from "../model/shape";
import type { ShapeStore } from "../model/store";
import { boxGesture, type Gesture, moveGesture, resizeGesture } from "./gesture";

/** What the pointer needs of the stage. */
export interface Board {
  readonly host: HTMLElement;
  readonly options: {
    store: ShapeStore;
    image: Size;
    tool: "select" | "box";
    isReadOnly: boolean;
    activeLabelId: string | null;
    selectedId: string | null;
    onSelect: (id: string | null) => void;
  };
  view: View;
  pointer: Point | null;
  busyId: string | null;
  setView: (view: View) => void;
  zoom: (factor: number, at?: Point) => void;
  schedule: () => void;
  redraw: () => void;
  settle: () => void;
  toImage: (point: Point) => Point;
  shapeAt: (point: Point) => EditorShape | null;
  handleAt: (point: Point) => Parameters<typeof resizeGesture>[2] | null;
  isEditable: (shape: EditorShape) => boolean;
  showCursor: (point: Point | null) => void;
}

const CLICK_PX = 3;
const LEAST_PX = 3;
const WHEEL_STEP = 0.0016;
const PINCH_STEP = 0.01;

/** Turns pointer events into gestures, panning and zooming. */
export class PointerInput {
  private gesture: Gesture | null = null;
  private pressedAt: Point | null = null;
  private panFrom: { point: Point; view: View } | null = null;
  private isSpaceDown = false;
  private readonly stop = new AbortController();

  constructor(private readonly board: Board) {
    const { signal } = this.stop;
    const { host } = board;
    host.addEventListener("pointerdown", (event) => this.press(event), { signal });
    host.addEventListener("pointermove", (event) => this.move(event), { signal });
    host.addEventListener("pointerup", (event) => this.release(event), { signal });
    host.addEventListener("pointercancel", () => this.cancel(), { signal });
    host.addEventListener("pointerleave", () => this.leave(), { signal });
    host.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    host.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
    const space = (isDown: boolean) => (event: KeyboardEvent) => {
      if (event.key === " " && event.target instanceof Element && !isControl(event.target)) {
        this.isSpaceDown = isDown;
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", space(true), { signal });
    window.addEventListener("keyup", space(false), { signal });
  }

  destroy(): void {
    this.cancel();
    this.stop.abort();
  }

  /** Give up what is being drawn; false when there was nothing. */
  cancel(): boolean {
    this.panFrom = null;
    this.pressedAt = null;
    if (!this.gesture) return false;
    this.gesture.cancel();
    this.gesture = null;
    this.board.settle();
    return true;
  }

  private placeOf(event: MouseEvent): Point {
    const frame = this.board.host.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  private press(event: PointerEvent): void {
    const point = this.placeOf(event);
    this.pressedAt = point;
    if (this.gesture) return; // second press of a box drawn with two clicks: the release ends it
    capture(this.board.host, event.pointerId);
    if (event.button !== 0 || this.isSpaceDown) this.startPan(point);
    else this.begin(point);
  }

  private startPan(point: Point): void {
    this.panFrom = { point, view: this.board.view };
    this.board.host.style.cursor = "grabbing";
  }

  private begin(point: Point): void {
    const { board } = this;
    const { options } = board;
    const at = board.toImage(point);
    const place = { store: options.store, size: options.image };
    if (options.tool === "box" && !options.isReadOnly) {
      this.hold(boxGesture(place, at, options.activeLabelId, LEAST_PX / board.view.scale));
      return;
    }
    const handle = board.handleAt(at);
    const selected = options.selectedId ? options.store.get(options.selectedId) : undefined;
    if (handle && selected) {
      this.hold(resizeGesture(place, selected, handle));
      return;
    }
    const shape = board.shapeAt(at);
    if (!shape) this.startPan(point);
    else {
      options.onSelect(shape.id);
      if (board.isEditable(shape)) this.hold(moveGesture(place, shape, at));
      else this.startPan(point);
    }
  }

  private hold(gesture: Gesture): void {
    this.gesture = gesture;
    this.board.busyId = gesture.id;
    this.board.redraw();
  }

  private move(event: PointerEvent): void {
    const { board } = this;
    const point = this.placeOf(event);
    board.pointer = point;
    if (this.panFrom) {
      const { point: from, view } = this.panFrom;
      board.setView({ ...view, x: view.x + point.x - from.x, y: view.y + point.y - from.y });
      return;
    }
    const at = board.toImage(point);
    if (!this.gesture) board.showCursor(at);
    else if (!this.isClick(point) || board.options.tool === "box") this.gesture.move(at);
    board.schedule();
  }

  private isClick(point: Point): boolean {
    const from = this.pressedAt;
    return from !== null && Math.hypot(from.x - point.x, from.y - point.y) < CLICK_PX;
  }

  private release(event: PointerEvent): void {
    const { board } = this;
    const point = this.placeOf(event);
    const wasClick = this.isClick(point);
    this.pressedAt = null;
    if (this.panFrom) {
      this.panFrom = null;
      board.showCursor(board.toImage(point));
      if (wasClick && event.button === 0 && !board.shapeAt(board.toImage(point))) {
        board.options.onSelect(null);
      }
      return;
    }
    if (!this.gesture) return;
    const shape = board.options.store.get(this.gesture.id);
    const isFirstClick = wasClick && board.options.tool === "box" && isTiny(shape, board.view);
    if (isFirstClick) return; // the box goes on until the second click
    const id = this.gesture.end();
    this.gesture = null;
    board.settle();
    if (id !== null) board.options.onSelect(id);
  }

  private leave(): void {
    this.board.pointer = null;
    this.board.schedule();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const step = event.ctrlKey ? PINCH_STEP : WHEEL_STEP;
    this.board.zoom(Math.exp(-event.deltaY * step), this.placeOf(event));
  }
}

function isTiny(shape: EditorShape | undefined, view: View): boolean {
  return !shape || (shape.w * view.scale < CLICK_PX && shape.h * view.scale < CLICK_PX);
}

function isControl(target: Element): boolean {
  return target.closest("input, textarea, select, button, [contenteditable]") !== null;
}

function capture(host: HTMLElement, pointerId: number): void {
  try {
    host.setPointerCapture(pointerId);
  } catch {
    // the pointer is gone already: nothing to hold
  }
}
