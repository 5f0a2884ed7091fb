// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import type { EditorLabel, EditorShape } from "../model/shape";
import { ShapeStore } from "../model/store";
import { type EditorTool, Stage, type StageOptions } from "../stage";
import { shifted } from "../tools/gesture";
import "./editor.css";

export interface EditorCanvasProps {
  /** Null while there is no picture yet. */
  imageUrl: string | null;
  /** Size of the image in its own pixels. */
  width: number;
  height: number;
  /** Ignored when a `store` is given. */
  shapes?: readonly EditorShape[];
  labels: readonly EditorLabel[];
  selectedId?: string | null;
  onSelect?: (id: string | null) => void;
  /** Called after each finished change with all shapes. */
  onChange?: (shapes: readonly EditorShape[]) => void;
  tool?: EditorTool;
  /** Label of the next box; the first label when absent. */
  activeLabelId?: string | null;
  readOnly?: boolean;
  /** "layer": ground truth green, predictions red; "label" (default): predictions dashed. */
  colorBy?: "label" | "layer";
  hasTitles?: boolean;
  isHidden?: (shape: EditorShape) => boolean;
  /** For pages that need undo buttons or keep unsaved work themselves. */
  store?: ShapeStore;
}

const NONE: readonly EditorShape[] = [];
const ZOOM_STEP = 1.25;

/** An image with shapes over it: looks, selects and, unless read only, edits. */
export function EditorCanvas(props: EditorCanvasProps) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const store = useControlledStore(props);
  const [scale, setScale] = useState(1);
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const options = optionsOf(props, store, setScale);
  const latest = useRef(options);
  latest.current = options;

  useEffect(() => {
    if (!host.current) return;
    const board = new Stage(host.current, latest.current);
    board.picture.addEventListener("error", () => setFailedUrl(board.picture.src));
    stage.current = board;
    return () => {
      stage.current = null;
      board.destroy();
    };
  }, []);
  useEffect(() => stage.current?.update(options));
  useEffect(() => {
    const picture = stage.current?.picture;
    if (!picture) return;
    setFailedUrl(null);
    if (props.imageUrl) picture.src = props.imageUrl;
    else picture.removeAttribute("src");
  }, [props.imageUrl]);
  useEditorActions(stage, options);

  return (
    <div className="editor">
      <div ref={host} className="editor-stage" role="img" aria-label={t("Image with its shapes")} />
      {(failedUrl || !props.imageUrl) && (
        <div className="editor-missing">{t("The picture cannot be shown")}</div>
      )}
      <div className="editor-zoom">
        <button
          type="button"
          aria-label={t("Zoom out")}
          onClick={() => stage.current?.zoom(1 / ZOOM_STEP)}
        >
          −
        </button>
        <button
          type="button"
          title={t("Show the whole image")}
          onClick={() => stage.current?.showAll()}
        >
          {Math.round(scale * 100)} %
        </button>
        <button
          type="button"
          aria-label={t("Zoom in")}
          onClick={() => stage.current?.zoom(ZOOM_STEP)}
        >
          +
        </button>
      </div>
    </div>
  );
}

function optionsOf(
  props: EditorCanvasProps,
  store: ShapeStore,
  setScale: (scale: number) => void,
): StageOptions {
  return {
    store,
    image: { width: props.width, height: props.height },
    labels: props.labels,
    selectedId: props.selectedId ?? null,
    tool: props.tool ?? "select",
    isReadOnly: props.readOnly ?? false,
    activeLabelId: props.activeLabelId ?? props.labels[0]?.id ?? null,
    colorBy: props.colorBy ?? "label",
    hasTitles: props.hasTitles ?? true,
    isHidden: props.isHidden,
    onSelect: props.onSelect ?? (() => undefined),
    onView: (view) => setScale(view.scale),
  };
}

/** The given store, or an own one that follows `shapes` and reports through `onChange`. */
function useControlledStore(props: EditorCanvasProps): ShapeStore {
  const own = useMemo(() => new ShapeStore(), []);
  const store = props.store ?? own;
  const given = props.shapes ?? NONE;
  const reported = useRef<readonly EditorShape[] | null>(null);
  const onChange = useRef(props.onChange);
  onChange.current = props.onChange;
  useEffect(() => {
    if (props.store || given === reported.current) return;
    reported.current = given;
    own.reset(given);
  }, [own, given, props.store]);
  useEffect(() => {
    let seen = store.snapshot().shapes;
    return store.subscribe(() => {
      const { shapes } = store.snapshot();
      if (store.isOpen || store.isResetting || shapes === seen) return;
      seen = shapes;
      reported.current = shapes;
      onChange.current?.(shapes);
    });
  }, [store]);
  return store;
}

const NUDGES = [
  ["arrowleft", -1, 0],
  ["arrowright", 1, 0],
  ["arrowup", 0, -1],
  ["arrowdown", 0, 1],
] as const;
const BIG_NUDGE = 10;

function useEditorActions(stage: { current: Stage | null }, options: StageOptions): void {
  const { store, selectedId, onSelect, isReadOnly } = options;
  const group = t("Editor");
  const selected = () => (selectedId ? store.get(selectedId) : undefined);
  const canEdit = () => {
    const shape = selected();
    return !isReadOnly && shape !== undefined && !shape.isLocked;
  };
  const erase = () => {
    if (selectedId) store.remove(selectedId);
    onSelect(null);
  };
  const nudge = (dx: number, dy: number) => {
    const shape = selected();
    if (shape) store.put(shifted(shape, dx, dy, options.image));
  };
  const step = (by: 1 | -1) => {
    const { shapes } = store.snapshot();
    const at = shapes.findIndex((shape) => shape.id === selectedId);
    const next = shapes.at((at + by + (at < 0 && by < 0 ? 1 : 0)) % Math.max(1, shapes.length));
    if (next) onSelect(next.id);
  };
  const line = (
    id: string,
    label: string,
    keys: string,
    run: () => void,
    isOn?: () => boolean,
  ) => ({
    id: `editor.${id}`,
    label,
    keys,
    group,
    run,
    ...(isOn ? { isEnabled: isOn } : {}),
  });
  const canWrite = () => !isReadOnly;
  useActions([
    line("fit", t("Reset zoom"), "r", () => stage.current?.showAll()),
    line("focus", t("Focus on the shape"), "f", () => stage.current?.showShape(selectedId ?? "")),
    line("next", t("Next object"), "n", () => step(1)),
    line("previous", t("Previous object"), "shift+n", () => step(-1)),
    line("delete", t("Delete shape"), "delete", erase, canEdit),
    line("erase", t("Delete shape"), "backspace", erase, canEdit),
    line("undo", t("Undo"), "mod+z", () => store.undo(), canWrite),
    line("redo", t("Redo"), "mod+shift+z", () => store.redo(), canWrite),
    line("redo2", t("Redo"), "mod+y", () => store.redo(), canWrite),
    ...NUDGES.flatMap(([key, dx, dy]) => [
      line(`nudge.${key}`, t("Move by one pixel"), key, () => nudge(dx, dy), canEdit),
      line(
        `push.${key}`,
        t("Move by ten pixels"),
        `shift+${key}`,
        () => nudge(dx * BIG_NUDGE, dy * BIG_NUDGE),
        canEdit,
      ),
    ]),
    line(
      "escape",
      t("Abort or deselect"),
      "escape",
      () => {
        if (!stage.current?.cancel()) onSelect(null);
      },
      () => selectedId !== null || store.isOpen,
    ),
  ]);
}
