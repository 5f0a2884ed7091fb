// SPDX-License-Identifier: Apache-2.0
import { IconPointer, IconSquare } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Version } from "@/datasets";
import { EditorCanvas, type EditorTool, newShapeId } from "@/editor";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { Select } from "@/ui/kit";
import { ErrorState } from "@/ui/states";
import type { Task } from "../api";
import type { Work } from "../useTask";
import { LabelPicker } from "./LabelPicker";
import { ShapeList } from "./ShapeList";
import "./annotate.css";

const BOXES = new Set(["OBJECT_DETECTION", "MULTI", "NOT_CONFIGURED"]);
const KEYED = 9;

/** Tool and label that stay chosen from image to image. */
export interface Hand {
  tool?: EditorTool;
  labelId?: string;
}

export interface DeskProps {
  version: Version;
  task: Task;
  work: Work;
  hand: Hand;
  onHand: (change: Hand) => void;
}

/** Tools, image and panel of the annotation tool. */
export function Desk({ version, task, work, hand, onHand }: DeskProps) {
  const labels = version.labels ?? [];
  const isClassification = version.type === "CLASSIFICATION";
  const canDraw = BOXES.has(version.type) && labels.length > 0 && !version.locked;
  const tool = canDraw ? (hand.tool ?? "box") : "select";
  const setTool = (next: EditorTool) => onHand({ tool: next });
  const labelId = (labels.find((one) => one.id === hand.labelId) ?? labels[0])?.id ?? null;
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const selected = work.shapes.find((shape) => shape.id === selectedId);
  const editorLabels = useMemo(
    () =>
      (version.labels ?? []).map(({ id, name, color_index }) => ({
        ...{ id, name, colorIndex: color_index },
      })),
    [version.labels],
  );
  const pick = (id: string) => {
    if (version.locked) return;
    onHand({ labelId: id });
    if (isClassification) classify(work, id);
    else if (selected) work.store.setLabel(selected.id, id);
  };
  useActions([
    line("select", t("Selection tool"), "v", () => setTool("select")),
    line("draw", t("Box tool"), "d", () => setTool("box"), canDraw),
    line("box", t("Box tool"), "b", () => setTool("box"), canDraw),
    line(
      "stop",
      t("Selection tool"),
      "escape",
      () => setTool("select"),
      tool === "box" && selectedId === null && !work.store.isOpen,
    ),
    ...labels
      .slice(0, KEYED)
      .map((label, index) =>
        line(`label.${index + 1}`, t("Label {name}", { name: label.name }), `${index + 1}`, () =>
          pick(label.id),
        ),
      ),
  ]);
  const { data } = task.asset;
  return (
    <div className="annotate">
      <div className="annotate-rail" role="toolbar" aria-label={t("Tools")}>
        <Tool name={t("Select")} keys="V" isOn={tool === "select"} onPick={() => setTool("select")}>
          <IconPointer size={18} aria-hidden />
        </Tool>
        <Tool
          name={t("Box")}
          keys="D"
          isOn={tool === "box"}
          isDisabled={!canDraw}
          onPick={() => setTool("box")}
        >
          <IconSquare size={18} aria-hidden />
        </Tool>
      </div>
      <div className="annotate-stage">
        <EditorCanvas
          imageUrl={data.display_url ?? data.presigned_url}
          width={data.meta?.width || 1}
          height={data.meta?.height || 1}
          store={work.store}
          labels={editorLabels}
          selectedId={selectedId}
          onSelect={setSelectedId}
          tool={tool}
          activeLabelId={labelId}
          readOnly={version.locked}
        />
      </div>
      <aside className="annotate-side stack" aria-label={t("Objects")}>
        <ErrorState error={work.error} />
        <LabelPicker
          title={isClassification ? t("Class of the image") : t("Next box takes this label")}
          labels={labels}
          value={isClassification ? (work.shapes[0]?.labelId ?? null) : labelId}
          onPick={pick}
        />
        {!BOXES.has(version.type) && !isClassification && (
          <p className="faint small">
            {t(
              "Objects of this type are shown and kept; their outlines cannot be changed here yet",
            )}
          </p>
        )}
        <ShapeList
          shapes={work.shapes}
          labels={labels}
          selectedId={selectedId}
          isReadOnly={version.locked}
          onSelect={setSelectedId}
          onRemove={(id) => {
            work.store.remove(id);
            if (id === selectedId) setSelectedId(null);
          }}
        />
        {selected && !version.locked && (
          <Select
            label={t("Label of the selected object")}
            allowDeselect={false}
            value={selected.labelId}
            onChange={(id) => id && work.store.setLabel(selected.id, id)}
            data={labels.map((label) => ({ value: label.id, label: label.name }))}
          />
        )}
      </aside>
    </div>
  );
}

/** A classification is exactly one shape (AN-04). */
function classify(work: Work, labelId: string): void {
  const { store } = work;
  store.begin();
  for (const shape of work.shapes) store.remove(shape.id);
  store.put({ id: newShapeId(), kind: "CLASSIFICATION", labelId, x: 0, y: 0, w: 0, h: 0 });
  store.commit();
}

function Tool(props: {
  name: string;
  keys: string;
  isOn: boolean;
  isDisabled?: boolean;
  onPick: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      className="annotate-tool"
      title={`${props.name} (${props.keys})`}
      aria-pressed={props.isOn}
      disabled={props.isDisabled ?? false}
      onClick={props.onPick}
    >
      {props.children}
      <span className="sr-only">{props.name}</span>
      <small aria-hidden>{props.keys}</small>
    </button>
  );
}

function line(id: string, label: string, keys: string, run: () => void, isOn = true) {
  return { id: `annotate.${id}`, label, keys, group: t("Annotate"), run, isEnabled: () => isOn };
}
