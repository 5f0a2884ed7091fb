// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { VersionLink, VersionSelect } from "@/experiments";
import { formatCount, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "@/ui/kit";
import { Card, Facts } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { type Deployment, disableTrainingData, setTrainingData } from "../api";
import { SettingsFrame } from "../parts/SettingsFrame";
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

function TrainingDataForm({
  deployment,
  pipeline,
}: {
  deployment: Deployment;
  pipeline: Pipeline;
}) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const current = pipeline.training_data;
  const [chosen, setChosen] = useState<string | null>(current.dataset_version?.id ?? null);
  useQuery({
    ...pipelineQuery(deployment.id),
    refetchInterval: isComputing(current) ? REFRESH_MS : false,
  });
  const act = (run: () => Promise<unknown>, told: string) =>
    void submit.run(async () => {
      await run();
      showSuccess(told);
      await queryClient.invalidateQueries({ queryKey: ["pipeline"] });
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
        <VersionSelect
          label={t("Dataset version")}
          type={deployment.type}
          value={chosen}
          onChange={setChosen}
        />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button
            loading={submit.isBusy}
            disabled={chosen === null}
            onClick={() =>
              chosen &&
              act(
                () => setTrainingData(deployment.id, chosen),
                t("Computing what production is compared with"),
              )
            }
          >
            {isSet(current) ? t("Save and compute anew") : t("Save")}
          </Button>
          {isSet(current) && (
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
      </div>
    </Card>
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
