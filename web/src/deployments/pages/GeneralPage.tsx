// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { type Deployment, deleteDeployment } from "../api";
import { GeneralForm } from "../parts/GeneralForm";
import { ModelsCard } from "../parts/ModelsCard";
import { SettingsFrame } from "../parts/SettingsFrame";

/** Name, threshold, models and deletion (DP-07). */
export function GeneralPage() {
  return (
    <SettingsFrame>
      {(deployment) => (
        <div className="stack">
          <GeneralForm key={deployment.id} deployment={deployment} />
          <ModelsCard deployment={deployment} />
          <DeleteCard deployment={deployment} />
        </div>
      )}
    </SettingsFrame>
  );
}

function DeleteCard({ deployment }: { deployment: Deployment }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card title={t("Delete")}>
      <div className="row">
        <span className="quiet grow">
          {t("Predictions and reviews go with the deployment; the images stay in the datalake")}
        </span>
        <Button variant="outline" color="red" onClick={() => setOpen(true)}>
          {t("Delete the deployment…")}
        </Button>
      </div>
      <Confirm
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("Delete deployment {name}", { name: deployment.name })}
        typedName={deployment.name}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteDeployment(deployment.id);
          await navigate({ to: "/deployments" });
          await queryClient.invalidateQueries({ queryKey: ["deployment"] });
        }}
      />
    </Card>
  );
}
