// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { ModelPicker, type ModelVersion, versionQuery } from "@/registry";
import { Button } from "@/ui/kit";
import { Card, Facts } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { type Deployment, promoteShadow, setModel, setShadow } from "../api";

/** Which versions are champion and shadow, and how to change that. */
export function ModelsCard({ deployment }: { deployment: Deployment }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const [picking, setPicking] = useState<"champion" | "shadow" | null>(null);
  const act = (run: () => Promise<unknown>, told: string) =>
    void submit.run(async () => {
      await run();
      showSuccess(told);
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  const promote = () => act(() => promoteShadow(deployment.id), t("Shadow promoted"));
  const pick = (version: ModelVersion) =>
    picking === "champion"
      ? act(() => setModel(deployment.id, version.id), t("Champion changed"))
      : act(() => setShadow(deployment.id, version.id), t("Shadow set"));
  return (
    <Card title={t("Models")}>
      <div className="stack">
        <ModelFacts deployment={deployment} />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button variant="default" onClick={() => setPicking("champion")}>
            {t("Change champion…")}
          </Button>
          <Button variant="default" onClick={() => setPicking("shadow")}>
            {t("Set shadow…")}
          </Button>
          {deployment.shadow_model_version_id && (
            <Promote isBusy={submit.isBusy} onPress={promote} />
          )}
        </div>
      </div>
      <Picker
        {...{ picking, type: deployment.type, onPick: pick }}
        onClose={() => setPicking(null)}
      />
    </Card>
  );
}

function Promote({ isBusy, onPress }: { isBusy: boolean; onPress: () => void }) {
  return (
    <Button variant="default" loading={isBusy} onClick={onPress}>
      {t("Promote shadow to champion")}
    </Button>
  );
}

interface PickerProps {
  picking: "champion" | "shadow" | null;
  type: string;
  onPick: (version: ModelVersion) => void;
  onClose: () => void;
}

function Picker({ picking, type, onPick, onClose }: PickerProps) {
  if (!picking) return null;
  const title = picking === "champion" ? t("Choose the champion") : t("Choose the shadow");
  return <ModelPicker isOpen onClose={onClose} type={type} onPick={onPick} title={title} />;
}

function ModelFacts({ deployment }: { deployment: Deployment }) {
  const shadow = deployment.shadow_model_version_id;
  return (
    <Facts
      facts={[
        [t("Champion"), <VersionName key="champion" versionId={deployment.model_version_id} />],
        [t("Shadow"), shadow ? <VersionName key="shadow" versionId={shadow} /> : "–"],
      ]}
    />
  );
}

function VersionName({ versionId }: { versionId: string }) {
  const { data } = useQuery(versionQuery(versionId));
  return (
    <Link to="/models/versions/$versionId" params={{ versionId }}>
      {data ? `${data.origin.name} / ${data.name} v${data.version}` : versionId}
    </Link>
  );
}
