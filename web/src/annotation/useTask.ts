// SPDX-License-Identifier: Apache-2.0
import { useCallback, useRef, useState, useSyncExternalStore } from "react";
import { toEditorShape } from "@/datasets";
import { type EditorShape, ShapeStore } from "@/editor";
import { queryClient } from "@/kernel/api/query";
import { type Annotation, type ReviewStatus, saveShapes, setStatus, type Task } from "./api";
import { toBody } from "./shapes";

export interface Work {
  store: ShapeStore;
  shapes: readonly EditorShape[];
  canUndo: boolean;
  canRedo: boolean;
  annotation: Annotation | null;
  isDirty: boolean;
  hasChanges: () => boolean;
  isBusy: boolean;
  error: unknown;
  /** Save what is unsaved; false when the server refused. */
  save: () => Promise<boolean>;
  review: (status: ReviewStatus) => Promise<boolean>;
}

/** Run one act at a time, then read anew what shows its effect. */
function useActing() {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(async (act: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      for (const word of ["asset", "dataset_version", "dataset"]) {
        void queryClient.invalidateQueries({ queryKey: [word] });
      }
      return true;
    } catch (problem) {
      setError(problem);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { run, isBusy, error };
}

/** The shapes of one asset while somebody works on them. */
export function useTask(task: Task): Work {
  // a later read of the same asset must not pull away what somebody is working on
  const [opened] = useState(task);
  const [store] = useState(() => new ShapeStore(shapesOf(opened)));
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const [saved, setSaved] = useState(state.shapes);
  // the guard of the page asks before the state of a save was drawn
  const kept = useRef(state.shapes);
  const [annotation, setAnnotation] = useState(opened.annotation);
  const { run, isBusy, error } = useActing();
  const begun = useRef(Date.now());
  const isDirty = state.shapes !== saved && !areAlike(state.shapes, saved);
  const hasChanges = () => !areAlike(store.snapshot().shapes, kept.current);

  const keep = async (): Promise<Annotation> => {
    const { shapes } = store.snapshot();
    const secs = (Date.now() - begun.current) / 1000;
    const body = toBody(shapes, opened.asset.shapes ?? []);
    const next = await saveShapes({ ...opened, annotation }, body, secs);
    begun.current = Date.now();
    kept.current = shapes;
    setSaved(shapes);
    setAnnotation(next);
    return next;
  };
  const save = async () => (hasChanges() ? run(async () => void (await keep())) : true);
  const review = (status: ReviewStatus) =>
    run(async () => {
      const current = isDirty || !annotation ? await keep() : annotation;
      setAnnotation(await setStatus(current.id, status));
    });
  const { shapes, canUndo, canRedo } = state;
  return {
    ...{ store, shapes, canUndo, canRedo, annotation, isDirty, hasChanges },
    ...{ isBusy, error, save, review },
  };
}

function shapesOf(task: Task): EditorShape[] {
  // other kinds than boxes are shown and kept; their vertices cannot be moved here
  return (task.asset.shapes ?? []).map((shape) => ({
    ...toEditorShape(shape),
    isLocked: shape.kind !== "rectangle",
  }));
}

function areAlike(a: readonly EditorShape[], b: readonly EditorShape[]): boolean {
  return a.length === b.length && a.every((shape, index) => shape === b[index]);
}
