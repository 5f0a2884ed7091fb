// SPDX-License-Identifier: Apache-2.0
import { IconTrash, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { ActionIcon, Button } from "@/ui/kit";
import { type Deployment, deletePredicted, type PredictedAsset } from "../api";
import { SubmitDialog } from "./SubmitDialog";

export interface SelectionBarProps {
  deployment: Deployment;
  assets: readonly PredictedAsset[];
  onDone: () => void;
}

/** What can be done with the chosen predictions: submit to the feedback loop, delete. */
export function SelectionBar({ deployment, assets, onDone }: SelectionBarProps) {
  const [open, setOpen] = useState<"submit" | "delete" | null>(null);
  const reviewed = assets.filter((one) => one.status === "REVIEWED");
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
      {open === "delete" && (
        <DeleteDialog assets={assets} onClose={() => setOpen(null)} onDone={onDone} />
      )}
    </div>
  );
}

interface DeleteDialogProps {
  assets: readonly PredictedAsset[];
  onClose: () => void;
  onDone: () => void;
}

function DeleteDialog({ assets, onClose, onDone }: DeleteDialogProps) {
  const queryClient = useQueryClient();
  const remove = async () => {
    for (const asset of assets) await deletePredicted(asset.id);
    onDone();
    await queryClient.invalidateQueries({ queryKey: ["predicted_asset"] });
  };
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t("Delete {count, plural, one {# prediction} other {# predictions}}", {
        count: assets.length,
      })}
      confirmLabel={t("Delete")}
      onConfirm={remove}
    >
      <p>{t("The images stay in the datalake")}</p>
    </Confirm>
  );
}
