// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, useSyncExternalStore } from "react";
import { EditorCanvas, type EditorLabel, type EditorShape, ShapeStore } from "@/editor";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { type Deployment, type PredictedAsset, predictedAssetQuery, saveReview } from "../api";
import { predictionOf, reviewOf } from "../model";
import { toEditor, toReview } from "../shapes";
import { ReviewBar, type View } from "./ReviewBar";
import { ReviewPanel } from "./ReviewPanel";
import { SubmitDialog } from "./SelectionBar";
import { useNeighbours } from "./useNeighbours";

export interface ReviewDeskProps {
  deployment: Deployment;
  labels: readonly EditorLabel[];
  asset: PredictedAsset;
}

/** Canvas, objects and acts of one review; it starts from the newest review or the champion. */
export function ReviewDesk({ deployment, labels, asset }: ReviewDeskProps) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const { isDone, go } = useNeighbours(deployment.id, asset.id);
  const store = useMemo(() => new ShapeStore(startOf(asset)), [asset]);
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const [savedRevision, setSavedRevision] = useState(state.revision);
  const [view, setView] = useState<View>("review");
  const [lowest, setLowest] = useState(0);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [tool, setTool] = useState<"select" | "box">("select");
  const [activeLabelId, setActiveLabelId] = useState<string | null>(null);
  const [isSubmitting, setSubmitting] = useState(false);
  const isFinal = asset.status === "SUBMITTED";
  const isChanged = state.revision !== savedRevision;
  const isEditing = view === "review" && !isFinal;

  const save = async (): Promise<boolean> =>
    submit.run(async () => {
      const sent = store.snapshot();
      await saveReview(asset.id, toReview(sent.shapes), asset.review_version);
      setSavedRevision(sent.revision);
      showSuccess(t("Review saved"));
      await queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
      await queryClient.fetchQuery({ ...predictedAssetQuery(asset.id), staleTime: 0 });
    });
  const accept = async () => {
    if (isFinal || (await save())) go(1);
  };
  const pick = (labelId: string) => {
    setActiveLabelId(labelId);
    if (isEditing && selectedId) store.setLabel(selectedId, labelId);
  };
  useReviewKeys({ labels, pick, accept, save, go, setTool, isFinal });

  const image = asset.data;
  const layer = view === "review" ? null : toEditor(predictionOf(asset, view === "shadow"));
  const shown = layer ?? state.shapes;
  const isHidden = (shape: EditorShape) => (shape.score ?? 1) < lowest;
  return (
    <div className="review">
      <ReviewBar
        asset={asset}
        view={view}
        onView={setView}
        lowest={lowest}
        onLowest={setLowest}
        tool={tool}
        onTool={setTool}
        isChanged={isChanged}
        isBusy={submit.isBusy}
        isDone={isDone}
        onSave={() => void save()}
        onAccept={() => void accept()}
        onSubmit={() => setSubmitting(true)}
        onGo={go}
      />
      <ErrorState
        error={submit.error}
        onRetry={() => void queryClient.invalidateQueries({ queryKey: ["predicted_asset"] })}
      />
      <div className="review-desk">
        <div className="review-canvas">
          <EditorCanvas
            key={view}
            imageUrl={image.display_url ?? image.presigned_url}
            width={image.meta.width}
            height={image.meta.height}
            labels={labels}
            selectedId={selectedId}
            onSelect={setSelectedId}
            tool={isEditing ? tool : "select"}
            activeLabelId={activeLabelId ?? labels[0]?.id ?? null}
            readOnly={!isEditing}
            isHidden={isHidden}
            {...(layer ? { shapes: layer } : { store })}
          />
        </div>
        <ReviewPanel
          shapes={shown.filter((shape) => !isHidden(shape))}
          labels={labels}
          selectedId={selectedId}
          activeLabelId={activeLabelId ?? labels[0]?.id ?? null}
          isEditing={isEditing}
          reviews={asset.reviews}
          onSelect={setSelectedId}
          onPick={pick}
          onLabel={(id, labelId) => store.setLabel(id, labelId)}
          onRemove={(id) => {
            store.remove(id);
            setSelectedId(null);
          }}
        />
      </div>
      {isSubmitting && (
        <SubmitDialog
          deploymentId={deployment.id}
          assetIds={[asset.id]}
          onClose={() => setSubmitting(false)}
          onDone={() => undefined}
        />
      )}
    </div>
  );
}

function startOf(asset: PredictedAsset): EditorShape[] {
  return toEditor(reviewOf(asset) ?? predictionOf(asset, false));
}

interface Keys {
  labels: readonly EditorLabel[];
  pick: (labelId: string) => void;
  accept: () => Promise<void>;
  save: () => Promise<boolean>;
  go: (step: 1 | -1) => void;
  setTool: (tool: "select" | "box") => void;
  isFinal: boolean;
}

function useReviewKeys({ labels, pick, accept, save, go, setTool, isFinal }: Keys): void {
  const group = t("Review");
  const line = (id: string, label: string, keys: string, run: () => void) => ({
    id: `review.${id}`,
    label,
    keys,
    group,
    run,
  });
  const isOpen = () => !isFinal;
  useActions([
    { ...line("save", t("Save review"), "mod+s", () => void save()), isEnabled: isOpen },
    {
      ...line("accept", t("Accept and go on"), "enter", () => void accept()),
      // Enter on a focused button presses that button
      isEnabled: () => document.activeElement?.closest("button, a, [role=listbox]") == null,
    },
    line("next", t("Next image"), "d", () => go(1)),
    line("previous", t("Previous image"), "a", () => go(-1)),
    line("select", t("Select tool"), "v", () => setTool("select")),
    line("box", t("Box tool"), "b", () => setTool("box")),
    ...labels
      .slice(0, 9)
      .map((label, index) =>
        line(`label.${index}`, t("Label {name}", { name: label.name }), String(index + 1), () =>
          pick(label.id),
        ),
      ),
  ]);
}
