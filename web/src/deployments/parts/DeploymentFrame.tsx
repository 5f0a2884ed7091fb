// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Page } from "@/ui/Page";
import { Chip, type Tone } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import { type Deployment, deploymentQuery } from "../api";
import { isComputing, isSet, type Pipeline, pipelineQuery, type TrainingData } from "../pipeline";
import "@/ui/boxes.css";
import "./deployments.css";

export interface DeploymentFrameProps {
  isFull?: boolean;
  actions?: (deployment: Deployment) => ReactNode;
  children: (deployment: Deployment) => ReactNode;
}

/** Path, tabs and badges around every page of a deployment. */
export function DeploymentFrame({ isFull, actions, children }: DeploymentFrameProps) {
  const { deploymentId } = useParams({ strict: false }) as { deploymentId: string };
  const query = useQuery(deploymentQuery(deploymentId));
  const pipeline = useQuery(pipelineQuery(deploymentId));
  const deployment = query.data;
  const params = { deploymentId };
  return (
    <Page
      crumbs={[
        { label: t("Deployments"), to: "/deployments" },
        { label: deployment?.name ?? t("Deployment") },
      ]}
      id={deploymentId}
      status={
        deployment && (
          <span className="row">
            <Chip tone={deployment.serving_host ? "ok" : "neutral"}>
              {deployment.serving_host ? t("Served here") : t("Monitoring only")}
            </Chip>
            {pipeline.data && <PipelineBadges pipeline={pipeline.data} />}
          </span>
        )
      }
      tabs={[
        { label: t("Dashboard"), to: "/deployments/$deploymentId", params },
        { label: t("Predictions"), to: "/deployments/$deploymentId/predictions", params },
        {
          label: t("Settings"),
          to: "/deployments/$deploymentId/settings",
          params,
          hasPlacesBelow: true,
        },
      ]}
      actions={deployment && actions?.(deployment)}
      isFull={isFull ?? false}
    >
      <Loaded query={query}>{children}</Loaded>
    </Page>
  );
}

/** Which parts of the pipeline are active (PL-07). */
function PipelineBadges({ pipeline }: { pipeline: Pipeline }) {
  const data = pipeline.training_data;
  return (
    <>
      {isSet(data) && (
        <Chip tone={toneOf(data)}>
          {isComputing(data) ? t("Training data: computing") : t("Training data")}
        </Chip>
      )}
      {pipeline.feedback_loop.active && <Chip tone="ok">{t("Feedback loop")}</Chip>}
      {pipeline.continuous_training.active && <Chip tone="ok">{t("Continuous training")}</Chip>}
      {pipeline.continuous_deployment.active && <Chip tone="ok">{t("Continuous deployment")}</Chip>}
    </>
  );
}

function toneOf(data: TrainingData): Tone {
  if (isComputing(data)) return "info";
  return ["ERROR", "FAILED"].includes(data.status) ? "danger" : "ok";
}
