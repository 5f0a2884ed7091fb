// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import type { DatasetVersion } from "@/experiments";
import { api } from "@/kernel/api/client";
import type { ConstraintSet, Parameters } from "@/registry";

export interface TrainingData {
  /** NOT_SET until a dataset version was chosen. */
  status: string;
  reason?: string | null;
  dataset_version: DatasetVersion | null;
  image_count?: number | null;
  computed_at?: string | null;
}

export interface ContinuousTraining {
  is_set_up: boolean;
  active: boolean;
  project_id: string | null;
  trigger: "FEEDBACK_LOOP" | "NONE" | null;
  threshold: number | null;
  experiment_parameters: Parameters | null;
  /** Submitted predictions that wait for the next training. */
  waiting: number;
  generation: number;
  datasets: { alias: string; dataset_version: DatasetVersion }[];
}

/** One crossing of the threshold and what became of it. */
export interface Firing {
  generation: number;
  created_at: string;
  experiment_id: string | null;
  started_at: string | null;
  failed_reason: string | null;
  finished_status: string | null;
  model_version_id: string | null;
}

export interface Pipeline {
  training_data: TrainingData;
  feedback_loop: { is_set_up: boolean; active: boolean; datasets: DatasetVersion[] };
  continuous_training: ContinuousTraining;
  continuous_deployment: { is_set_up: boolean; active: boolean; policy: string | null };
  dataset_constraints: ConstraintSet[];
  base_parameters: Parameters;
  firings: Firing[];
}

export const isSet = (data: TrainingData): boolean =>
  !["NOT_SET", "DISABLED"].includes(data.status);
export const isComputing = (data: TrainingData): boolean =>
  ["PENDING", "QUEUED", "RUNNING", "COMPUTING"].includes(data.status);

export function pipelineQuery(deploymentId: string) {
  return queryOptions({
    queryKey: ["pipeline", "one", deploymentId],
    queryFn: ({ signal }) =>
      api.get<Pipeline>(`/api/deployment/${deploymentId}/pipeline`, { signal }),
  });
}

export const POLICIES = [
  {
    value: "DEPLOY_CHAMPION",
    label: "Deploy as champion",
    hint: "The new version replaces the champion for later predictions",
  },
  {
    value: "DEPLOY_SHADOW",
    label: "Deploy as shadow",
    hint: "The new version predicts beside the champion, so that both can be compared",
  },
  {
    value: "DEPLOY_MANUAL",
    label: "Deploy by hand",
    hint: "The new version stays in the registry and nothing is deployed",
  },
] as const;
