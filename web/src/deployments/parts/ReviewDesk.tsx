// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EditorCanvas, type EditorLabel } from "@/editor";
import { t } from "@/kernel/i18n/i18n";
import { LeaveGuard } from "@/ui/leaving";
import { ErrorState } from "@/ui/states";
import type { PredictedAsset } from "../api";
import { ReviewBar } from "./ReviewBar";
import { ReviewPanel } from "./ReviewPanel";
import { SubmitDialog } from "./SubmitDialog";
import { useNeighbours } from "./useNeighbours";
import { type ReviewState, useReview } from "./useReview";
import { useReviewKeys } from "./useReviewKeys";

export interface ReviewDeskProps {
  labels: readonly EditorLabel[];
  asset: PredictedAsset;
}

/** Canvas, objects and acts of one review. */
export function ReviewDesk({ labels, asset }: ReviewDeskProps) {
  const queryClient = useQueryClient();
  const { isLast, go } = useNeighbours(asset.deployment_id, asset.id);
  const review = useReview(asset, labels);
  const [isSubmitting, setSubmitting] = useState(false);
  const accept = async () => {
    if (review.isFinal || (await review.save())) go(1);
  };
  useReviewKeys(review, () => void accept(), go);
  return (
    <div className="review">
      <ReviewBar
        review={review}
        isLast={isLast}
        onAccept={() => void accept()}
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
      <LeaveGuard
        title={t("This review is not saved")}
        hasChanges={review.hasChanges}
        save={review.save}
      />
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
