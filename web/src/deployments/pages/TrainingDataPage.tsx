// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { VersionLink, VersionSelect } from "@/experiments";
import { formatCount, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "@/ui/kit";
import { Card, Facts } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import { ErrorState } from "@/ui/states";
import { type Deployment, disableTrainingData, setTrainingData } from "../api";
import { SettingsFrame } from "../parts/SettingsFrame";
import { usePipelineAct } from "../parts/usePipelineAct";
import { isComputing, isSet, type Pipeline, pipelineQuery, type TrainingData } from "../pipeline";

const REFRESH_MS = 3_000;

/** The dataset version the model was trained on: it enables outlier score and drift (PL-02). */
export function TrainingDataPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <TrainingDataForm deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

interface Props {
  deployment: Deployment;
  pipeline: Pipeline;
}

function TrainingDataForm({ deployment, pipeline }: Props) {
  const current = pipeline.training_data;
  useQuery({
    ...pipelineQuery(deployment.id),
    refetchInterval: isComputing(current) ? REFRESH_MS : false,
  });
  return (
    <Card
      title={t("Training data")}
      extra={isSet(current) && <StatusChip status={current.status} />}
    >
      <div className="stack">
        <p className="quiet">
          {t(
            "The dataset version the model was trained on. Outlier score and drift compare production with it; predictions made before are not scored afterwards",
          )}
        </p>
        {isSet(current) && <State data={current} />}
        <Choice deployment={deployment} data={current} />
      </div>
    </Card>
  );
}

function Choice({ deployment, data }: { deployment: Deployment; data: TrainingData }) {
  const { act, isBusy, error } = usePipelineAct();
  const [chosen, setChosen] = useState<string | null>(data.dataset_version?.id ?? null);
  const save = () => {
    if (!chosen) return;
    act(
      () => setTrainingData(deployment.id, chosen),
      t("Computing what production is compared with"),
    );
  };
  return (
    <>
      <VersionSelect
        label={t("Dataset version")}
        type={deployment.type}
        value={chosen}
        onChange={setChosen}
      />
      <ErrorState error={error} />
      <div className="row">
        <Button loading={isBusy} disabled={chosen === null} onClick={save}>
          {isSet(data) ? t("Save and compute anew") : t("Save")}
        </Button>
        {isSet(data) && (
          <Button
            variant="default"
            onClick={() =>
              act(() => disableTrainingData(deployment.id), t("Training data disabled"))
            }
          >
            {t("Disable")}
          </Button>
        )}
      </div>
    </>
  );
}

function State({ data }: { data: TrainingData }) {
  const version = data.dataset_version;
  return (
    <Facts
      facts={[
        [t("Dataset version"), version ? <VersionLink key="version" version={version} /> : "–"],
        [t("Images"), formatCount(data.image_count)],
        [t("Computed"), formatMoment(data.computed_at)],
        ...(data.reason ? [[t("Reason"), data.reason] as const] : []),
      ]}
    />
  );
}
