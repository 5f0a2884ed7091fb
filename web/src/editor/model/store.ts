// SPDX-License-Identifier: Apache-2.0
import type { EditorShape } from "./shape";

type Records = ReadonlyMap<string, EditorShape>;
/** Shape by id before and after a step; undefined where it did not exist. */
type Diff = Map<string, { before: EditorShape | undefined; after: EditorShape | undefined }>;

export interface StoreState {
  shapes: readonly EditorShape[];
  canUndo: boolean;
  canRedo: boolean;
  /** Grows with every change; equal revisions mean equal shapes. */
  revision: number;
}

/** The shapes of one image with unlimited undo; all changes of one gesture are one step. */
export class ShapeStore {
  private records: Records = new Map();
  private undos: Diff[] = [];
  private redos: Diff[] = [];
  private open: Diff | null = null;
  private readonly listeners = new Set<() => void>();
  private state: StoreState = { shapes: [], canUndo: false, canRedo: false, revision: 0 };

  constructor(shapes: readonly EditorShape[] = []) {
    this.reset(shapes);
  }

  /** Take over other shapes and forget the history. */
  reset(shapes: readonly EditorShape[]): void {
    this.records = new Map(shapes.map((shape) => [shape.id, shape]));
    this.undos = [];
    this.redos = [];
    this.open = null;
    this.isResetting = true;
    this.publish();
    this.isResetting = false;
  }

  get(id: string): EditorShape | undefined {
    return this.records.get(id);
  }

  /** The same object until something changes (for useSyncExternalStore). */
  readonly snapshot = (): StoreState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** True while listeners hear of a reset: nobody edited anything. */
  isResetting = false;

  /** Is a gesture under way? */
  get isOpen(): boolean {
    return this.open !== null;
  }

  /** Start a gesture: changes until `commit` become one step. */
  begin(): void {
    this.commit();
    this.open = new Map();
  }

  commit(): void {
    const done = this.open;
    this.open = null;
    if (!done) return;
    for (const [id, step] of done) if (step.before === step.after) done.delete(id);
    if (done.size > 0) {
      this.undos.push(done);
      this.redos = [];
    }
    this.publish();
  }

  /** Give up the open gesture. */
  cancel(): void {
    const dropped = this.open;
    this.open = null;
    if (dropped) this.apply(dropped, "before");
  }

  put(shape: EditorShape): void {
    this.change(shape.id, shape);
  }

  remove(id: string): void {
    if (this.records.has(id)) this.change(id, undefined);
  }

  setLabel(id: string, labelId: string): void {
    const shape = this.records.get(id);
    if (shape) this.change(id, { ...shape, labelId });
  }

  undo(): void {
    this.commit();
    const step = this.undos.pop();
    if (!step) return;
    this.redos.push(step);
    this.apply(step, "before");
  }

  redo(): void {
    this.commit();
    const step = this.redos.pop();
    if (!step) return;
    this.undos.push(step);
    this.apply(step, "after");
  }

  private change(id: string, after: EditorShape | undefined): void {
    const isAlone = this.open === null;
    if (isAlone) this.begin();
    const step = this.open?.get(id);
    this.open?.set(id, { before: step ? step.before : this.records.get(id), after });
    this.write(id, after);
    if (isAlone) this.commit();
    else this.publish();
  }

  private apply(step: Diff, side: "before" | "after"): void {
    for (const [id, change] of step) this.write(id, change[side]);
    this.publish();
  }

  private write(id: string, shape: EditorShape | undefined): void {
    const records = new Map(this.records);
    if (shape) records.set(id, shape);
    else records.delete(id);
    this.records = records;
  }

  private publish(): void {
    this.state = {
      shapes: [...this.records.values()],
      canUndo: this.undos.length > 0,
      canRedo: this.redos.length > 0,
      revision: this.state.revision + 1,
    };
    for (const listener of this.listeners) listener();
  }
}
