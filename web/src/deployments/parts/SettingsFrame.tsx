// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Loaded } from "@/ui/states";
import type { Deployment } from "../api";
import { type Pipeline, pipelineQuery } from "../pipeline";
import { DeploymentFrame } from "./DeploymentFrame";

const PLACES = [
  { label: "General", to: "/deployments/$deploymentId/settings", group: null },
  {
    label: "Training data",
    to: "/deployments/$deploymentId/settings/training-data",
    group: "Pipeline",
  },
  {
    label: "Feedback loop",
    to: "/deployments/$deploymentId/settings/feedback-loop",
    group: "Pipeline",
  },
  {
    label: "Continuous training",
    to: "/deployments/$deploymentId/settings/continuous-training",
    group: "Pipeline",
  },
  {
    label: "Continuous deployment",
    to: "/deployments/$deploymentId/settings/continuous-deployment",
    group: "Pipeline",
  },
] as const;

/** The settings of a deployment with their places at the left (PL-01). */
export function SettingsFrame({
  children,
}: {
  children: (deployment: Deployment, pipeline: Pipeline) => ReactNode;
}) {
  return (
    <DeploymentFrame isFull>
      {(deployment) => (
        <div className="settings">
          <nav className="settings-places" aria-label={t("Settings")}>
            {PLACES.map((place, index) => (
              <div key={place.to}>
                {place.group !== null && PLACES[index - 1]?.group !== place.group && (
                  <div className="faint small settings-group">{t(place.group)}</div>
                )}
                <Link
                  to={place.to}
                  params={{ deploymentId: deployment.id }}
                  className="settings-place"
                  activeOptions={{ exact: true }}
                  activeProps={{ "data-active": "", "aria-current": "page" } as never}
                >
                  {t(place.label)}
                </Link>
              </div>
            ))}
          </nav>
          <div className="settings-body">
            <Settings deployment={deployment}>{children}</Settings>
          </div>
        </div>
      )}
    </DeploymentFrame>
  );
}

function Settings(props: {
  deployment: Deployment;
  children: (deployment: Deployment, pipeline: Pipeline) => ReactNode;
}) {
  const query = useQuery(pipelineQuery(props.deployment.id));
  return <Loaded query={query}>{(pipeline) => props.children(props.deployment, pipeline)}</Loaded>;
}
