// SPDX-License-Identifier: Apache-2.0
import { IconTrash, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { FormDialog } from "@/ui/FormDialog";
import { ActionIcon, Button, Select } from "@/ui/kit";
import { showSuccess } from "@/ui/toast";
import {
  type Deployment,
  deletePredicted,
  feedbackVersionsQuery,
  type PredictedAsset,
  submitFeedback,
} from "../api";

export interface SelectionBarProps {
  deployment: Deployment;
  assets: readonly PredictedAsset[];
  onDone: () => void;
}

/** What can be done with the chosen predictions: submit to the feedback loop, delete. */
export function SelectionBar({ deployment, assets, onDone }: SelectionBarProps) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"submit" | "delete" | null>(null);
  const reviewed = assets.filter((one) => one.status === "REVIEWED");
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
  return (
    <div className="actions-bar">
      <strong>{t("{count} selected", { count: assets.length })}</strong>
      <Button disabled={reviewed.length === 0} onClick={() => setOpen("submit")}>
        {t("Submit {count} to the feedback loop…", { count: reviewed.length })}
      </Button>
      {reviewed.length < assets.length && (
        <span className="faint small">{t("Only reviewed predictions can be submitted")}</span>
      )}
      <Button
        className="spread"
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => setOpen("delete")}
      >
        {t("Delete…")}
      </Button>
      <ActionIcon variant="subtle" aria-label={t("Clear the selection")} onClick={onDone}>
        <IconX size={16} />
      </ActionIcon>
      {open === "submit" && (
        <SubmitDialog
          deploymentId={deployment.id}
          assetIds={reviewed.map((one) => one.id)}
          onClose={() => setOpen(null)}
          onDone={onDone}
        />
      )}
      <Confirm
        isOpen={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("Delete {count, plural, one {# prediction} other {# predictions}}", {
          count: assets.length,
        })}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          for (const asset of assets) await deletePredicted(asset.id);
          onDone();
          await refresh();
        }}
      >
        <p>{t("The images stay in the datalake")}</p>
      </Confirm>
    </div>
  );
}

export interface SubmitDialogProps {
  deploymentId: string;
  assetIds: readonly string[];
  onClose: () => void;
  onDone: () => void;
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
        onDone();
        await queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
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
