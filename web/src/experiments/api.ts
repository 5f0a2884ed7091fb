// SPDX-License-Identifier: Apache-2.0
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Job } from "@/jobs";
import { api, type Page } from "@/kernel/api/client";
import type { ConstraintSet, ModelVersion, Parameters } from "@/registry";
import type { DrawnShape } from "@/ui/BoxLayer";

export interface Project {
  id: string;
  name: string;
  description: string;
  created_at: string;
  experiment_count?: number | null;
  dataset_count?: number | null;
}

export interface DatasetVersion {
  id: string;
  version: string;
  description: string;
  type: string;
  origin_id: string;
  origin_name: string;
  locked: boolean;
  created_at: string;
  asset_count?: number | null;
}

export interface Experiment {
  id: string;
  name: string;
  description: string;
  project_id: string;
  status: string;
  type: string;
  base_model_version_id: string | null;
  base_experiment_id: string | null;
  dataset_constraints: ConstraintSet[];
  docker_image: string | null;
  launchable: boolean;
  metrics: Record<string, unknown> | null;
  created_at: string;
}

export interface AttachedDataset {
  name: string;
  dataset_version: DatasetVersion;
}

export interface Overview extends Experiment {
  project: { id: string; name: string };
  base_model_version: ModelVersion | null;
  datasets: AttachedDataset[];
  job: (Partial<Job> & { id: string; status: string }) | null;
}

export interface Log {
  id: string;
  name: string;
  type: string;
  data: unknown;
}

export interface Curve {
  name: string;
  count: number;
  steps: number[];
  values: number[];
}

export interface Artifact {
  id: string;
  name: string;
  filename: string;
  object_name: string;
  large: boolean;
  created_at: string;
  presigned_url: string | null;
}

export interface ShapeRead extends DrawnShape {
  label_id: string;
  color_index: number;
}

export interface Evaluation {
  id: string;
  asset_id: string;
  asset: {
    id: string;
    data: {
      id: string;
      filename: string;
      meta: { width: number; height: number };
      thumbnail_url: string | null;
      display_url: string | null;
      presigned_url: string | null;
    };
  } | null;
  metrics: Record<string, unknown> | null;
  custom_metrics: Record<string, unknown> | null;
  created_at: string;
  shapes: ShapeRead[];
  ground_truth: ShapeRead[];
}

export const ACTIVE: ReadonlySet<string> = new Set(["PENDING", "QUEUED", "RUNNING"]);

export function projectsQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["project", "list", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<Project>>(`/api/organization/${organizationId}/projects`, { signal }),
  });
}

export function projectQuery(projectId: string) {
  return queryOptions({
    queryKey: ["project", "one", projectId],
    queryFn: ({ signal }) => api.get<Project>(`/api/project/${projectId}`, { signal }),
  });
}

export function projectVersionsQuery(projectId: string) {
  return queryOptions({
    queryKey: ["project", "datasets", projectId],
    queryFn: ({ signal }) =>
      api.get<Page<DatasetVersion>>(`/api/project/${projectId}/datasets`, { signal }),
  });
}

export function experimentsQuery(projectId: string, q = "") {
  return queryOptions({
    queryKey: ["experiment", "list", projectId, q],
    queryFn: ({ signal }) =>
      api.get<Page<Experiment>>(`/api/project/${projectId}/experiments`, { query: { q }, signal }),
  });
}

/** Every dataset version of the organization, for choosers. */
export function versionChoicesQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["dataset_version", "choices", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<DatasetVersion>>(`/api/organization/${organizationId}/datasetversions`, {
        signal,
      }),
  });
}

export function overviewQuery(experimentId: string) {
  return queryOptions({
    queryKey: ["experiment", "overview", experimentId],
    queryFn: ({ signal }) =>
      api.get<Overview>(`/api/experiment/${experimentId}/overview`, { signal }),
  });
}

export function curvesQuery(experimentId: string) {
  return queryOptions({
    queryKey: ["experiment", "curves", experimentId],
    queryFn: ({ signal }) =>
      api.get<{ series: Curve[] }>(`/api/experiment/${experimentId}/curves`, {
        query: { max_points: 1_000 },
        signal,
      }),
  });
}

export function logsQuery(experimentId: string) {
  return queryOptions({
    queryKey: ["experiment", "logs", experimentId],
    queryFn: ({ signal }) =>
      api.get<Page<Log>>(`/api/experiment/${experimentId}/logs/extended`, { signal }),
  });
}

export function artifactsQuery(experimentId: string) {
  return queryOptions({
    queryKey: ["experiment", "artifacts", experimentId],
    queryFn: ({ signal }) =>
      api.get<Page<Artifact>>(`/api/experiment/${experimentId}/artifacts`, { signal }),
  });
}

const EVALUATIONS = 48;

export function evaluationsQuery(experimentId: string) {
  return infiniteQueryOptions({
    queryKey: ["evaluation", "list", experimentId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Evaluation>>(`/api/experiment/${experimentId}/evaluations`, {
        query: { limit: EVALUATIONS, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
}

/** The parameters that a base experiment hands down. */
export async function readParameters(experimentId: string): Promise<Parameters> {
  const log = await api.get<Log>(`/api/experiment/${experimentId}/logs/find`, {
    query: { name: "parameters" },
  });
  return typeof log.data === "object" && log.data !== null ? (log.data as Parameters) : {};
}

export interface NameInput {
  name: string;
  description: string;
}

export const createProject = (organizationId: string, input: NameInput) =>
  api.post<Project>(`/api/organization/${organizationId}/projects`, input);
export const changeProject = (projectId: string, input: NameInput) =>
  api.patch<Project>(`/api/project/${projectId}`, input);
export const deleteProject = (projectId: string) => api.remove(`/api/project/${projectId}`);
export const attachVersion = (projectId: string, versionId: string) =>
  api.post(`/api/project/${projectId}/datasets`, { dataset_version_id: versionId });
export const detachVersion = (projectId: string, versionId: string) =>
  api.remove(`/api/project/${projectId}/datasets`, { ids: [versionId] });

export interface ExperimentInput extends NameInput {
  type: string;
  base_model_version_id?: string;
  base_experiment_id?: string;
  parameters: Parameters;
  datasets: { dataset_version_id: string; alias: string }[];
}

export const createExperiment = (projectId: string, input: ExperimentInput) =>
  api.post<Experiment>(`/api/project/${projectId}/experiments`, input);
export const changeExperiment = (experimentId: string, input: NameInput) =>
  api.patch<Experiment>(`/api/experiment/${experimentId}`, input);
export const deleteExperiments = (projectId: string, ids: string[]) =>
  api.remove(`/api/project/${projectId}/experiments`, { ids });
export const launch = (experimentId: string, gpus: number) =>
  api.post<Job>(`/api/experiment/${experimentId}/launch`, { gpus });
export const publishNew = (experimentId: string, name: string) =>
  api.post<ModelVersion>(`/api/experiment/${experimentId}/publish`, { name });
export const publishVersion = (experimentId: string, modelId: string) =>
  api.post<ModelVersion>(`/api/experiment/${experimentId}/publish/version`, { model_id: modelId });
export const computeMetrics = (experimentId: string, type: string) =>
  api.post(`/api/experiment/${experimentId}/evaluate`, { inference_type: type });
export const deleteArtifact = (artifactId: string) => api.remove(`/api/artifact/${artifactId}`);
export const changeLog = (logId: string, data: unknown) => api.patch(`/api/log/${logId}`, { data });
