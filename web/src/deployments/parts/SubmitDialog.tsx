// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { Select } from "@/ui/kit";
import { showSuccess } from "@/ui/toast";
import { feedbackVersionsQuery, submitFeedback } from "../api";

export interface SubmitDialogProps {
  deploymentId: string;
  assetIds: readonly string[];
  onClose: () => void;
  onDone?: () => void;
}

/** Choose one of the attached dataset versions for reviewed predictions (PL-04). */
export function SubmitDialog({ deploymentId, assetIds, onClose, onDone }: SubmitDialogProps) {
  const queryClient = useQueryClient();
  const query = useQuery(feedbackVersionsQuery(deploymentId));
  const versions = (query.data?.items ?? []).map((one) => one.dataset_version);
  const [chosen, setChosen] = useState<string | null>(null);
  const versionId = chosen ?? versions[0]?.id ?? null;
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={t("Submit to the feedback loop")}
      submitLabel={t("Submit {count}", { count: assetIds.length })}
      isDisabled={versionId === null}
      onSubmit={async () => {
        if (!versionId) return;
        await submitFeedback(deploymentId, assetIds, versionId);
        showSuccess(t("Submitted to the feedback loop"));
        onDone?.();
        await queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
        await queryClient.invalidateQueries({ queryKey: ["review"] });
        await queryClient.invalidateQueries({ queryKey: ["pipeline"] });
      }}
    >
      <p className="quiet">
        {t("Images and reviewed shapes are added to the dataset version; that is final")}
      </p>
      <Select
        label={t("Dataset version")}
        allowDeselect={false}
        placeholder={t("No dataset version is attached to the feedback loop")}
        value={versionId}
        onChange={setChosen}
        data={versions.map((one) => ({
          value: one.id,
          label: `${one.origin_name} / ${one.version}`,
        }))}
      />
    </FormDialog>
  );
}
