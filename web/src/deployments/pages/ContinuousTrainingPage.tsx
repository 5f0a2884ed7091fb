// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ParametersEditor, parametersOf, problemOf, rowsOf } from "@/experiments";
import { t } from "@/kernel/i18n/i18n";
import { type ModelVersion, versionQuery } from "@/registry";
import { Button } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState, Loaded } from "@/ui/states";
import { type Deployment, switchTraining } from "../api";
import { Activity } from "../parts/Activity";
import { Firings } from "../parts/Firings";
import { SettingsFrame } from "../parts/SettingsFrame";
import { saveTraining } from "../parts/saveTraining";
import { type Target, TrainingTarget } from "../parts/TrainingTarget";
import { TrainingTrigger, type Trigger } from "../parts/TrainingTrigger";
import { usePipelineAct } from "../parts/usePipelineAct";
import type { ContinuousTraining, Pipeline } from "../pipeline";

/** Which experiment is launched after how many submitted predictions (PL-05, PL-06). */
export function ContinuousTrainingPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => (
        <div className="stack">
          <WithModel deployment={deployment} pipeline={pipeline} />
          <Firings firings={pipeline.firings} />
        </div>
      )}
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
      {(version) => <TrainingForm deployment={deployment} pipeline={pipeline} version={version} />}
    </Loaded>
  );
}

function TrainingForm({ deployment, pipeline, version }: Props & { version: ModelVersion }) {
  const { act, isBusy, error } = usePipelineAct();
  const current = pipeline.continuous_training;
  const [target, setTarget] = useState(() => targetOf(current));
  const [rows, setRows] = useState(() =>
    rowsOf(current.experiment_parameters ?? pipeline.base_parameters),
  );
  const [trigger, setTrigger] = useState(() => triggerOf(current));
  const isReady =
    target.projectId !== null &&
    target.attached.length > 0 &&
    rows.every((row) => !problemOf(row, rows));
  const save = () =>
    act(
      () => saveTraining(deployment.id, current, target, parametersOf(rows), trigger),
      current.active ? t("Saved") : t("Continuous training saved and active"),
    );
  return (
    <Card
      title={t("Continuous training")}
      extra={
        current.is_set_up && (
          <Activity
            isActive={current.active}
            onChange={(active) => act(() => switchTraining(deployment.id, active))}
          />
        )
      }
    >
      <div className="stack">
        <Progress current={current} version={version} />
        <TrainingTarget
          type={deployment.type}
          constraints={pipeline.dataset_constraints}
          value={target}
          onChange={setTarget}
        />
        <h3>{t("Hyperparameters")}</h3>
        <ParametersEditor rows={rows} onChange={setRows} />
        <TrainingTrigger value={trigger} onChange={setTrigger} />
        <ErrorState error={error} />
        <div className="row">
          <Button loading={isBusy} disabled={!isReady} onClick={save}>
            {current.active ? t("Save") : t("Save and activate")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

const USUAL_THRESHOLD = 50;

function targetOf(current: ContinuousTraining): Target {
  return {
    projectId: current.project_id,
    attached: current.datasets.map((one) => ({ alias: one.alias, version: one.dataset_version })),
  };
}

function triggerOf(current: ContinuousTraining): Trigger {
  return {
    kind: current.trigger ?? "FEEDBACK_LOOP",
    threshold: current.threshold ?? USUAL_THRESHOLD,
  };
}

function Progress({ current, version }: { current: ContinuousTraining; version: ModelVersion }) {
  return (
    <>
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
    </>
  );
}
