// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { datalakesQuery, ModelPicker, versionQuery } from "@/registry";
import { Confirm } from "@/ui/Confirm";
import { Button, NumberInput, Select, TextInput } from "@/ui/kit";
import { Card, Facts } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import {
  changeDeployment,
  type Deployment,
  deleteDeployment,
  promoteShadow,
  setModel,
  setShadow,
} from "../api";
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

function GeneralForm({ deployment }: { deployment: Deployment }) {
  const session = useSession();
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const lakes = useQuery(datalakesQuery(session.organization.id));
  const [name, setName] = useState(deployment.name);
  const [threshold, setThreshold] = useState<number | string>(deployment.min_threshold);
  const [rate, setRate] = useState<number | string>(deployment.sample_rate);
  const [lakeId, setLakeId] = useState<string | null>(deployment.target_datalake_id);
  const save = () =>
    void submit.run(async () => {
      await changeDeployment(deployment.id, {
        name: name.trim(),
        min_threshold: Number(threshold) || 0,
        sample_rate: Number(rate),
        ...(lakeId ? { target_datalake_id: lakeId } : {}),
      });
      showSuccess(t("Settings saved"));
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  return (
    <Card title={t("General")}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          label={t("Name")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberInput
          label={t("Confidence threshold")}
          description={t("Shapes below it are dropped from now on")}
          min={0}
          max={1}
          step={0.05}
          decimalScale={3}
          value={threshold}
          onChange={setThreshold}
        />
        <NumberInput
          label={t("Share of images stored")}
          description={t("Metrics cover all predictions, whatever is stored")}
          min={0}
          max={1}
          step={0.1}
          decimalScale={3}
          value={rate}
          onChange={setRate}
        />
        <Select
          label={t("Target datalake")}
          allowDeselect={false}
          value={lakeId}
          onChange={setLakeId}
          data={(lakes.data?.items ?? []).map((lake) => ({ value: lake.id, label: lake.name }))}
        />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button type="submit" loading={submit.isBusy} disabled={name.trim() === ""}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function ModelsCard({ deployment }: { deployment: Deployment }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const [picking, setPicking] = useState<"champion" | "shadow" | null>(null);
  const act = (run: () => Promise<unknown>, told: string) =>
    void submit.run(async () => {
      await run();
      showSuccess(told);
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  return (
    <Card title={t("Models")}>
      <div className="stack">
        <Facts
          facts={[
            [t("Champion"), <VersionLink key="champion" versionId={deployment.model_version_id} />],
            [
              t("Shadow"),
              deployment.shadow_model_version_id ? (
                <VersionLink key="shadow" versionId={deployment.shadow_model_version_id} />
              ) : (
                "–"
              ),
            ],
          ]}
        />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button variant="default" onClick={() => setPicking("champion")}>
            {t("Change champion…")}
          </Button>
          <Button variant="default" onClick={() => setPicking("shadow")}>
            {t("Set shadow…")}
          </Button>
          {deployment.shadow_model_version_id && (
            <Button
              variant="default"
              loading={submit.isBusy}
              onClick={() =>
                act(() => promoteShadow(deployment.id), t("The shadow is the champion now"))
              }
            >
              {t("Promote shadow to champion")}
            </Button>
          )}
        </div>
      </div>
      {picking && (
        <ModelPicker
          isOpen
          onClose={() => setPicking(null)}
          type={deployment.type}
          onPick={(version) =>
            picking === "champion"
              ? act(() => setModel(deployment.id, version.id), t("Champion changed"))
              : act(() => setShadow(deployment.id, version.id), t("Shadow set"))
          }
        />
      )}
    </Card>
  );
}

function VersionLink({ versionId }: { versionId: string }) {
  const { data } = useQuery(versionQuery(versionId));
  return (
    <Link to="/models/versions/$versionId" params={{ versionId }}>
      {data ? `${data.origin.name} / ${data.name} v${data.version}` : versionId}
    </Link>
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
        <Button variant="default" color="red" onClick={() => setOpen(true)}>
          {t("Delete…")}
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
