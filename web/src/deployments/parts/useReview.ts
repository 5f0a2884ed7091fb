// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, useSyncExternalStore } from "react";
import { type EditorLabel, type EditorShape, ShapeStore } from "@/editor";
import { t } from "@/kernel/i18n/i18n";
import { showSuccess } from "@/ui/toast";
import { type Submit, useSubmit } from "@/ui/useSubmit";
import { type PredictedAsset, reviewedAssetQuery, saveReview } from "../api";
import { predictionOf, reviewOf } from "../model";
import { toEditor, toReview } from "../shapes";

export type View = "review" | "champion" | "shadow";
export type Tool = "select" | "box";

export interface ReviewState {
  asset: PredictedAsset;
  labels: readonly EditorLabel[];
  store: ShapeStore;
  /** Shapes of the chosen view that reach the lowest score. */
  shapes: readonly EditorShape[];
  /** Shapes of the chosen view when it is not the review. */
  layer: EditorShape[] | null;
  view: View;
  setView: (view: View) => void;
  lowest: number;
  setLowest: (score: number) => void;
  tool: Tool;
  setTool: (tool: Tool) => void;
  selectedId: string | null;
  select: (id: string | null) => void;
  activeLabelId: string | null;
  /** Choose the label of the next box and of the selected shape. */
  pick: (labelId: string) => void;
  isHidden: (shape: EditorShape) => boolean;
  isEditing: boolean;
  isChanged: boolean;
  hasChanges: () => boolean;
  isFinal: boolean;
  submit: Submit;
  save: () => Promise<boolean>;
}

/** State of one review; it starts from the newest review, else from the champion's prediction. */
export function useReview(asset: PredictedAsset, labels: readonly EditorLabel[]): ReviewState {
  const submit = useSubmit();
  const [store] = useState(() => new ShapeStore(startOf(asset)));
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const [savedRevision, setSavedRevision] = useState(state.revision);
  // the guard of the page asks before the state of a save was drawn
  const keptRevision = useRef(state.revision);
  const onSaved = (revision: number) => {
    keptRevision.current = revision;
    setSavedRevision(revision);
  };
  const [view, setView] = useState<View>("review");
  const [lowest, setLowest] = useState(0);
  const [tool, setTool] = useState<Tool>("select");
  const [selectedId, select] = useState<string | null>(null);
  const [chosenLabelId, setLabelId] = useState<string | null>(null);
  const isFinal = asset.status === "SUBMITTED";
  const isEditing = view === "review" && !isFinal;
  const layer = view === "review" ? null : toEditor(predictionOf(asset, view === "shadow"));
  const isHidden = (shape: EditorShape) => (shape.score ?? 1) < lowest;
  const save = useSaving(asset, store, submit, onSaved);
  const pick = (labelId: string) => {
    setLabelId(labelId);
    if (isEditing && selectedId) store.setLabel(selectedId, labelId);
  };
  return {
    ...{ asset, labels, store, layer, view, setView, lowest, setLowest, tool, setTool },
    ...{ selectedId, select, pick, isHidden, isEditing, isFinal, submit, save },
    shapes: (layer ?? state.shapes).filter((shape) => !isHidden(shape)),
    activeLabelId: chosenLabelId ?? labels[0]?.id ?? null,
    isChanged: state.revision !== savedRevision,
    hasChanges: () => store.snapshot().revision !== keptRevision.current,
  };
}

function startOf(asset: PredictedAsset): EditorShape[] {
  return toEditor(reviewOf(asset) ?? predictionOf(asset, false));
}

function useSaving(
  asset: PredictedAsset,
  store: ShapeStore,
  submit: Submit,
  onSaved: (revision: number) => void,
): () => Promise<boolean> {
  const queryClient = useQueryClient();
  return () =>
    submit.run(async () => {
      const sent = store.snapshot();
      const saved = await saveReview(asset.id, toReview(sent.shapes), asset.review_version);
      onSaved(sent.revision);
      queryClient.setQueryData(reviewedAssetQuery(asset.id).queryKey, saved);
      showSuccess(t("Review saved"));
      await queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
    });
}
