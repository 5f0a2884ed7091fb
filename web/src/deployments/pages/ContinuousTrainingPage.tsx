// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/accounts";
import {
  type Attachment,
  DatasetsPart,
  type ParameterRow,
  ParametersEditor,
  parametersOf,
  problemOf,
  projectsQuery,
  projectVersionsQuery,
  rowsOf,
} from "@/experiments";
import { t } from "@/kernel/i18n/i18n";
import { type ModelVersion, typesFit, versionQuery } from "@/registry";
import { Button, NumberInput, Select, Switch } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState, Loaded } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import {
  attachTraining,
  type Deployment,
  detachTraining,
  setTraining,
  switchTraining,
  type TrainingInput,
} from "../api";
import { Firings } from "../parts/Firings";
import { SettingsFrame } from "../parts/SettingsFrame";
import type { ContinuousTraining, Pipeline } from "../pipeline";

/** Which experiment is launched after how many submitted predictions (PL-05, PL-06). */
export function ContinuousTrainingPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <WithModel deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

interface Props {
  deployment: Deployment;
  pipeline: Pipeline;
}

function WithModel({ deployment, pipeline }: Props) {
  const query = useQuery(versionQuery(deployment.model_version_id));
  return (
    <Loaded query={query}>
      {(version) => (
        <div className="stack">
          <TrainingForm deployment={deployment} pipeline={pipeline} version={version} />
          <Firings firings={pipeline.firings} />
        </div>
      )}
    </Loaded>
  );
}

function TrainingForm({ deployment, pipeline, version }: Props & { version: ModelVersion }) {
  const session = useSession();
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const current = pipeline.continuous_training;
  const projects = useQuery(projectsQuery(session.organization.id));
  const [projectId, setProjectId] = useState<string | null>(current.project_id);
  const versions = useQuery({
    ...projectVersionsQuery(projectId ?? ""),
    enabled: projectId !== null,
  });
  const [attached, setAttached] = useState<Attachment[]>(
    current.datasets.map((one) => ({ alias: one.alias, version: one.dataset_version })),
  );
  const [rows, setRows] = useState<ParameterRow[]>(() =>
    rowsOf(current.experiment_parameters ?? pipeline.base_parameters),
  );
  const [trigger, setTrigger] = useState<string>(current.trigger ?? "FEEDBACK_LOOP");
  const [threshold, setThreshold] = useState<number | string>(current.threshold ?? 50);
  const isReady =
    projectId !== null && attached.length > 0 && rows.every((row) => !problemOf(row, rows));
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["pipeline"] });
  const save = () =>
    void submit.run(async () => {
      if (!projectId) return;
      const input: TrainingInput = {
        project_id: projectId,
        training_type: "EXPERIMENT",
        experiment_parameters: parametersOf(rows),
        trigger: trigger as TrainingInput["trigger"],
        ...(trigger === "FEEDBACK_LOOP" ? { threshold: Number(threshold) } : {}),
      };
      await setTraining(deployment.id, input);
      await replaceDatasets(deployment.id, current.datasets, attached);
      await switchTraining(deployment.id, true);
      showSuccess(t("Continuous training saved and active"));
      await refresh();
    });
  const toggle = (active: boolean) =>
    void submit.run(async () => {
      await switchTraining(deployment.id, active);
      await refresh();
    });
  return (
    <Card
      title={t("Continuous training")}
      extra={
        current.is_set_up && (
          <Switch
            label={t("Active")}
            checked={current.active}
            onChange={(event) => toggle(event.currentTarget.checked)}
          />
        )
      }
    >
      <div className="stack">
        <p className="quiet">
          {t("Base of each training is the deployed version: {name}", {
            name: `${version.origin.name} / ${version.name} v${version.version}`,
          })}
        </p>
        {current.is_set_up && current.threshold !== null && (
          <p>
            {t("{waiting} of {threshold} submitted predictions until the next training", {
              waiting: current.waiting,
              threshold: current.threshold,
            })}
          </p>
        )}
        <Select
          label={t("Project")}
          description={t("The experiments are made in it")}
          searchable
          value={projectId}
          onChange={(id) => {
            setProjectId(id);
            setAttached([]);
          }}
          data={(projects.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
        <h3>{t("Dataset versions")}</h3>
        <DatasetsPart
          attached={attached}
          onChange={setAttached}
          versions={(versions.data?.items ?? []).filter((one) =>
            typesFit(one.type, deployment.type),
          )}
          constraints={pipeline.dataset_constraints}
        />
        <h3>{t("Hyperparameters")}</h3>
        <ParametersEditor rows={rows} onChange={setRows} />
        <Select
          label={t("Trigger")}
          allowDeselect={false}
          value={trigger}
          onChange={(value) => value && setTrigger(value)}
          data={[
            { value: "FEEDBACK_LOOP", label: t("Submitted predictions of the feedback loop") },
            { value: "NONE", label: t("None") },
          ]}
        />
        {trigger === "FEEDBACK_LOOP" && (
          <NumberInput
            label={t("Threshold")}
            description={t("Number of submitted predictions that starts a training")}
            min={1}
            max={1_000_000}
            value={threshold}
            onChange={setThreshold}
          />
        )}
        <ErrorState error={submit.error ?? versions.error} />
        <div className="row">
          <Button loading={submit.isBusy} disabled={!isReady} onClick={save}>
            {t("Save and activate")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

async function replaceDatasets(
  deploymentId: string,
  before: ContinuousTraining["datasets"],
  after: readonly Attachment[],
): Promise<void> {
  const kept = (alias: string, id: string) =>
    after.some((one) => one.alias === alias && one.version.id === id);
  const gone = before.filter((one) => !kept(one.alias, one.dataset_version.id));
  if (gone.length > 0) {
    await detachTraining(
      deploymentId,
      gone.map((one) => one.dataset_version.id),
    );
  }
  for (const one of after) {
    const isThere = before.some(
      (old) => old.alias === one.alias && old.dataset_version.id === one.version.id,
    );
    if (!isThere) await attachTraining(deploymentId, one.version.id, one.alias);
  }
}
