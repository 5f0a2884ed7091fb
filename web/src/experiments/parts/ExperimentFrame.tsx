// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { type Crumb, Page, type Tab } from "@/ui/Page";
import { StatusChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import { artifactsQuery, type Overview, overviewQuery } from "../api";
import { ExperimentActs } from "./ExperimentActs";
import "@/ui/boxes.css";
import "./experiments.css";

export interface ExperimentFrameProps {
  isFull?: boolean;
  children: (experiment: Overview) => ReactNode;
}

const REFRESH_MS = 5_000;

/** Path, tabs and acts around every page of an experiment. */
export function ExperimentFrame({ isFull, children }: ExperimentFrameProps) {
  const { experimentId } = useParams({ strict: false }) as { experimentId: string };
  const query = useQuery({
    ...overviewQuery(experimentId),
    refetchInterval: (one) => (isMoving(one.state.data) ? REFRESH_MS : false),
  });
  const artifacts = useQuery(artifactsQuery(experimentId));
  const experiment = query.data;
  return (
    <Page
      crumbs={crumbsOf(experiment)}
      id={experimentId}
      status={experiment && <StatusChip status={experiment.status} />}
      tabs={tabsOf(experimentId, artifacts.data?.items.length)}
      actions={experiment && <ExperimentActs experiment={experiment} />}
      isFull={isFull ?? false}
    >
      <Loaded query={query}>{children}</Loaded>
    </Page>
  );
}

function isMoving(experiment: Overview | undefined): boolean {
  return experiment?.status === "RUNNING" || experiment?.status === "WAITING";
}

function crumbsOf(experiment: Overview | undefined): Crumb[] {
  return [
    { label: t("Projects"), to: "/projects" },
    ...(experiment
      ? [
          {
            label: experiment.project.name,
            to: "/projects/$projectId" as const,
            params: { projectId: experiment.project.id },
          },
        ]
      : []),
    { label: experiment?.name ?? t("Experiment") },
  ];
}

function tabsOf(experimentId: string, artifacts: number | undefined): Tab[] {
  const params = { experimentId };
  return [
    { label: t("Overview"), to: "/experiments/$experimentId", params },
    { label: t("Curves"), to: "/experiments/$experimentId/curves", params },
    { label: t("Parameters"), to: "/experiments/$experimentId/parameters", params },
    { label: t("Artifacts"), to: "/experiments/$experimentId/artifacts", params, count: artifacts },
    { label: t("Evaluations"), to: "/experiments/$experimentId/evaluations", params },
    { label: t("Job"), to: "/experiments/$experimentId/job", params },
  ];
}
