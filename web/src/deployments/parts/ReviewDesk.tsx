// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { EditorCanvas, type EditorLabel } from "@/editor";
import { t } from "@/kernel/i18n/i18n";
import { LeaveGuard } from "@/ui/leaving";
import { ErrorState } from "@/ui/states";
import type { PredictedAsset, PredictedFilter } from "../api";
import { ReviewBar } from "./ReviewBar";
import { ReviewPanel } from "./ReviewPanel";
import { SubmitDialog } from "./SubmitDialog";
import { type Neighbours, type Step, useNeighbours } from "./useNeighbours";
import { type ReviewState, useReview } from "./useReview";
import { useReviewKeys } from "./useReviewKeys";

export interface ReviewDeskProps {
  labels: readonly EditorLabel[];
  asset: PredictedAsset;
  filter: PredictedFilter;
  /** Where the prediction lies in its list; outlives the desk, which a save makes anew. */
  place: RefObject<number>;
}

/** Go to a neighbour, with or without accepting first. */
function useGoing(review: ReviewState, neighbours: Neighbours) {
  const go = async (step: Step) => {
    const id = await neighbours.idAt(step);
    if (id) neighbours.open(id);
  };
  const accept = async () => {
    // asked before the save: it may take this one out of the list
    const next = await neighbours.idAt(1);
    if ((review.isFinal || (await review.save())) && next) neighbours.open(next);
  };
  return { go: (step: Step) => void go(step), accept: () => void accept() };
}

/** Canvas, objects and acts of one review. */
export function ReviewDesk({ labels, asset, filter, place }: ReviewDeskProps) {
  const queryClient = useQueryClient();
  const neighbours = useNeighbours(asset.deployment_id, asset.id, filter, place);
  const review = useReview(asset, labels);
  const [isSubmitting, setSubmitting] = useState(false);
  const { go, accept } = useGoing(review, neighbours);
  useReviewKeys(review, accept, go);
  return (
    <div className="review">
      <ReviewBar
        review={review}
        neighbours={neighbours}
        onAccept={accept}
        onSubmit={() => setSubmitting(true)}
        onGo={go}
      />
      <ErrorState
        error={review.submit.error}
        onRetry={() => void queryClient.invalidateQueries({ queryKey: ["review"] })}
      />
      <div className="review-desk">
        <div className="review-canvas">
          <ReviewCanvas key={review.view} review={review} />
        </div>
        <ReviewPanel review={review} />
      </div>
      <LeaveGuard {...review} title={t("This review is not saved")} />
      {isSubmitting && (
        <SubmitDialog
          deploymentId={asset.deployment_id}
          assetIds={[asset.id]}
          onClose={() => setSubmitting(false)}
        />
      )}
    </div>
  );
}

function ReviewCanvas({ review }: { review: ReviewState }) {
  const { data } = review.asset;
  return (
    <EditorCanvas
      imageUrl={data.display_url ?? data.presigned_url}
      width={data.meta.width}
      height={data.meta.height}
      labels={review.labels}
      selectedId={review.selectedId}
      onSelect={review.select}
      tool={review.isEditing ? review.tool : "select"}
      activeLabelId={review.activeLabelId}
      readOnly={!review.isEditing}
      isHidden={review.isHidden}
      {...(review.layer ? { shapes: review.layer } : { store: review.store })}
    />
  );
}
