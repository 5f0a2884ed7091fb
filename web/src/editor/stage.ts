// SPDX-License-Identifier: Apache-2.0
import type { Handle, Point, Size } from "./geometry/box";
import { fitView, focusView, toImage, type View, visibleBox, zoomAt } from "./geometry/view";
import { HitIndex, handleAt } from "./index/hits";
import type { EditorLabel, EditorShape } from "./model/shape";
import type { ShapeStore } from "./model/store";
import { labelPaint, token } from "./render/colors";
import {
  drawHandles,
  drawShapes,
  EDITOR_STROKES,
  type Inks,
  type Painted,
} from "./render/renderer";
import { prepare } from "./render/surface";
import { PointerInput } from "./tools/pointer";

export type EditorTool = "select" | "box";

export interface StageOptions {
  store: ShapeStore;
  image: Size;
  labels: readonly EditorLabel[];
  selectedId: string | null;
  tool: EditorTool;
  isReadOnly: boolean;
  /** Label of the next box. */
  activeLabelId: string | null;
  /** "layer" paints ground truth green and predictions red. */
  colorBy: "label" | "layer";
  hasTitles: boolean;
  isHidden?: ((shape: EditorShape) => boolean) | undefined;
  onSelect: (id: string | null) => void;
  onView: (view: View) => void;
}

const MANY_SHAPES = 800;
const REST_MS = 80;
const HIT_PX = 4;
const GRIP_PX = 9;

/** The drawing board: an image, a layer of shapes at rest and a layer of what is being changed. */
export class Stage {
  readonly picture = document.createElement("img");
  private readonly still = document.createElement("canvas");
  private readonly active = document.createElement("canvas");
  private readonly input: PointerInput;
  private readonly observer: ResizeObserver;
  private unsubscribe: () => void = () => undefined;
  private hits = new HitIndex([]);
  private labels = new Map<string, EditorLabel>();
  private drawnView: View | null = null;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private isStillStale = true;
  private isFitted = true;
  size: Size = { width: 0, height: 0 };
  view: View = { scale: 1, x: 0, y: 0 };
  pointer: Point | null = null;
  /** Shape that a gesture changes: it lives on the upper layer until the end. */
  busyId: string | null = null;

  constructor(
    readonly host: HTMLElement,
    public options: StageOptions,
  ) {
    this.picture.className = "editor-picture";
    this.picture.alt = "";
    this.picture.draggable = false;
    this.still.className = "editor-layer";
    this.active.className = "editor-layer";
    host.append(this.picture, this.still, this.active);
    this.input = new PointerInput(this);
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(host);
    this.follow();
    this.measure();
  }

  destroy(): void {
    this.unsubscribe();
    this.observer.disconnect();
    this.input.destroy();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.rest);
    this.host.replaceChildren();
  }

  update(options: StageOptions): void {
    const before = this.options;
    this.options = options;
    if (before.store !== options.store || before.isHidden !== options.isHidden) this.follow();
    else if (before.labels !== options.labels) this.readLabels();
    const { width, height } = options.image;
    if (before.image.width !== width || before.image.height !== height) this.showAll();
    this.isStillStale = true;
    this.schedule();
  }

  get selected(): EditorShape | null {
    const id = this.options.selectedId;
    return id ? (this.options.store.get(id) ?? null) : null;
  }

  cancel(): boolean {
    return this.input.cancel();
  }

  showAll(): void {
    this.isFitted = true;
    this.setView(fitView(this.options.image, this.size), true);
  }

  showShape(id: string): void {
    const shape = this.options.store.get(id);
    if (shape && shape.w > 0) this.setView(focusView(shape, this.size));
  }

  zoom(factor: number, at?: Point): void {
    const middle = { x: this.size.width / 2, y: this.size.height / 2 };
    this.setView(zoomAt(this.view, at ?? middle, factor));
  }

  setView(view: View, isFitted = false): void {
    this.isFitted = isFitted;
    this.view = view;
    this.options.onView(view);
    if (this.options.store.snapshot().shapes.length > MANY_SHAPES && this.drawnView) {
      this.shiftStill(this.drawnView);
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.redraw(), REST_MS);
    } else this.isStillStale = true;
    this.schedule();
  }

  redraw(): void {
    this.isStillStale = true;
    this.schedule();
  }

  schedule(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** Shape below a point of the image. */
  shapeAt(point: Point): EditorShape | null {
    return this.hits.at(point, HIT_PX / this.view.scale);
  }

  handleAt(point: Point): Handle | null {
    const shape = this.selected;
    if (!shape || !this.isResizable(shape)) return null;
    return handleAt(shape, point, GRIP_PX / this.view.scale);
  }

  isResizable(shape: EditorShape): boolean {
    return this.isEditable(shape) && shape.kind === "RECTANGLE";
  }

  isEditable(shape: EditorShape): boolean {
    return !this.options.isReadOnly && !shape.isLocked;
  }

  private follow(): void {
    this.unsubscribe();
    const { store } = this.options;
    const take = () => {
      if (this.busyId === null) {
        this.hits = new HitIndex(this.visible());
        this.isStillStale = true;
      }
      this.schedule();
    };
    this.unsubscribe = store.subscribe(take);
    this.readLabels();
    take();
  }

  private readLabels(): void {
    this.labels = new Map(this.options.labels.map((label) => [label.id, label]));
  }

  private visible(): readonly EditorShape[] {
    const { store, isHidden } = this.options;
    const { shapes } = store.snapshot();
    return isHidden ? shapes.filter((shape) => !isHidden(shape)) : shapes;
  }

  /** Rebuild what a finished gesture has changed. */
  settle(): void {
    this.busyId = null;
    this.hits = new HitIndex(this.visible());
    this.redraw();
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.size = { width, height };
    if (this.isFitted) this.showAll();
    this.redraw();
  }

  private shiftStill(drawn: View): void {
    const ratio = this.view.scale / drawn.scale;
    const x = this.view.x - drawn.x * ratio;
    const y = this.view.y - drawn.y * ratio;
    this.still.style.transform = `translate(${x}px, ${y}px) scale(${ratio})`;
  }

  private draw(): void {
    const { view } = this;
    const { width, height } = this.options.image;
    this.picture.style.width = `${width}px`;
    this.picture.style.height = `${height}px`;
    this.picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    this.picture.style.imageRendering = view.scale >= 4 ? "pixelated" : "auto";
    const inks = { halo: token("--halo"), ink: token("--label-ink") };
    if (this.isStillStale) this.drawStill(inks);
    this.drawActive(inks);
  }

  private drawStill(inks: Inks): void {
    const ink = prepare(this.still, this.size.width, this.size.height);
    if (!ink) return;
    this.isStillStale = false;
    this.drawnView = this.view;
    this.still.style.transform = "";
    const above = new Set([this.busyId, this.options.selectedId]);
    const shown = this.hits.within(visibleBox(this.view, this.size));
    const painted = shown.filter((shape) => !above.has(shape.id)).map((shape) => this.paint(shape));
    drawShapes(ink, painted, this.view, inks, EDITOR_STROKES);
  }

  private drawActive(inks: Inks): void {
    const ink = prepare(this.active, this.size.width, this.size.height);
    if (!ink) return;
    const { isHidden, store } = this.options;
    const busy = this.busyId ? store.get(this.busyId) : undefined;
    const shape = busy ?? this.selected;
    if (shape && !isHidden?.(shape)) {
      const painted = { ...this.paint(shape), isSelected: true };
      drawShapes(ink, [painted], this.view, inks, EDITOR_STROKES);
      if (this.isResizable(shape)) drawHandles(ink, shape, this.view);
    }
    if (this.options.tool === "box" && !this.options.isReadOnly && this.pointer) {
      this.drawCross(ink, this.pointer);
    }
  }

  private drawCross(ink: CanvasRenderingContext2D, at: Point): void {
    for (const [color, width] of [
      [token("--halo"), 3],
      [token("--on-image"), 1],
    ] as const) {
      ink.strokeStyle = color;
      ink.lineWidth = width;
      ink.beginPath();
      ink.moveTo(0, at.y);
      ink.lineTo(this.size.width, at.y);
      ink.moveTo(at.x, 0);
      ink.lineTo(at.x, this.size.height);
      ink.stroke();
    }
  }

  private paint(shape: EditorShape): Painted {
    const label = shape.labelId ? this.labels.get(shape.labelId) : undefined;
    const isPrediction = shape.layer === "prediction";
    const isByLayer = this.options.colorBy === "layer" && shape.layer !== undefined;
    return {
      kind: shape.kind,
      x: shape.x,
      y: shape.y,
      w: shape.w,
      h: shape.h,
      points: shape.points,
      color: isByLayer
        ? token(isPrediction ? "--pred" : "--gt")
        : labelPaint(label?.colorIndex ?? 0),
      isDashed: isPrediction && !isByLayer,
      title: this.options.hasTitles ? titleOf(shape, label) : undefined,
    };
  }

  /** Cursor that tells what a press would do. */
  showCursor(point: Point | null): void {
    const { tool, isReadOnly } = this.options;
    if (!point) return;
    const handle = tool === "select" ? this.handleAt(point) : null;
    const shape = tool === "select" ? this.shapeAt(point) : null;
    if (handle) this.host.style.cursor = `${handle}-resize`;
    else if (tool === "box" && !isReadOnly) this.host.style.cursor = "crosshair";
    else if (shape) this.host.style.cursor = this.isEditable(shape) ? "move" : "pointer";
    else this.host.style.cursor = "grab";
  }

  toImage(point: Point): Point {
    return toImage(this.view, point);
  }
}

function titleOf(shape: EditorShape, label: EditorLabel | undefined): string | undefined {
  const name = label?.name ?? "";
  if (shape.score == null) return name || undefined;
  return `${name} ${shape.score.toFixed(2)}`.trim();
}
