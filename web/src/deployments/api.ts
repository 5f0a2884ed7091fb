// SPDX-License-Identifier: Apache-2.0
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DatasetVersion } from "@/experiments";
import { api, type Page } from "@/kernel/api/client";
import type { ModelVersion, Parameters } from "@/registry";

export interface Deployment {
  id: string;
  name: string;
  type: string;
  min_threshold: number;
  sample_rate: number;
  target_datalake_id: string;
  serving_host: string | null;
  not_served_reason: string | null;
  model_version_id: string;
  shadow_model_version_id: string | null;
  model_version?: ModelVersion | null;
  shadow_model_version?: ModelVersion | null;
  created_by?: string | null;
  prediction_count?: number | null;
  last_prediction_at?: string | null;
  mean_latency?: number | null;
  created_at: string;
}

export interface DeploymentLabel {
  id: string;
  name: string;
  class_index: number;
  color_index: number;
}

export interface ShapeRead {
  id: number;
  label: { id: string; name: string; color_index: number };
  score: number | null;
  text?: string | null;
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  polygon?: [number, number][];
  line?: [number, number][];
  point?: [number, number];
}

/** Shapes by kind, as predictions and reviews carry them. */
export interface ShapeLists {
  rectangles: ShapeRead[];
  polygons: ShapeRead[];
  lines: ShapeRead[];
  points: ShapeRead[];
  classifications: ShapeRead[];
}

export interface Prediction extends ShapeLists {
  id: string;
  is_shadow: boolean;
  model_version_id: string;
  latency: number;
}

export interface Review extends ShapeLists {
  id: string;
  version: number;
  created_at: string;
}

export type ReviewStatus = "TO_REVIEW" | "REVIEWED" | "SUBMITTED";

export interface PredictedAsset {
  id: string;
  deployment_id: string;
  status: ReviewStatus;
  review_version: number;
  outlier_score?: number | null;
  is_outlier?: boolean | null;
  created_at: string;
  data: {
    id: string;
    filename: string;
    meta: { width: number; height: number };
    thumbnail_url: string | null;
    display_url: string | null;
    presigned_url: string | null;
  };
  predictions: Prediction[];
  reviews: Review[];
}

export function deploymentsQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["deployment", "list", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<Deployment>>(`/api/organization/${organizationId}/deployments`, { signal }),
  });
}

export function deploymentQuery(deploymentId: string) {
  return queryOptions({
    queryKey: ["deployment", "one", deploymentId],
    queryFn: ({ signal }) => api.get<Deployment>(`/api/deployment/${deploymentId}`, { signal }),
  });
}

export function labelsQuery(deploymentId: string) {
  return queryOptions({
    queryKey: ["deployment", "labels", deploymentId],
    queryFn: ({ signal }) =>
      api.get<Page<DeploymentLabel>>(`/api/deployment/${deploymentId}/labels`, { signal }),
  });
}

const PAGE = 48;

export interface PredictedFilter {
  q?: string | undefined;
  status?: ReviewStatus | undefined;
}

export function predictedAssetsQuery(deploymentId: string, { q, status }: PredictedFilter) {
  return infiniteQueryOptions({
    queryKey: ["predicted_asset", "list", deploymentId, q ?? "", status ?? ""],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<PredictedAsset>>(`/api/deployment/${deploymentId}/predictedassets`, {
        query: { limit: PAGE, cursor: pageParam, q, status },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
}

const LAST = 5;

export function lastPredictionsQuery(deploymentId: string) {
  return queryOptions({
    queryKey: ["predicted_asset", "last", deploymentId],
    queryFn: ({ signal }) =>
      api.get<Page<PredictedAsset>>(`/api/deployment/${deploymentId}/predictedassets`, {
        query: { limit: LAST },
        signal,
      }),
  });
}

/** The asset of the review view; changes elsewhere must not replace what is being edited. */
export function reviewedAssetQuery(assetId: string) {
  return queryOptions({
    queryKey: ["review", assetId],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => api.get<PredictedAsset>(`/api/predicted/asset/${assetId}`, { signal }),
  });
}

export function feedbackVersionsQuery(deploymentId: string) {
  return queryOptions({
    queryKey: ["deployment", "feedback", deploymentId],
    queryFn: ({ signal }) =>
      api.get<Page<{ dataset_version: DatasetVersion }>>(
        `/api/deployment/${deploymentId}/fl/datasets`,
        { signal },
      ),
  });
}

const at = (deploymentId: string) => `/api/deployment/${deploymentId}`;

export interface DeploymentInput {
  name?: string;
  min_threshold?: number;
  sample_rate?: number;
  target_datalake_id?: string;
}

export const changeDeployment = (id: string, input: DeploymentInput) =>
  api.patch<Deployment>(at(id), input);
export const deleteDeployment = (id: string) => api.remove(`${at(id)}?force_delete=True`);
export const setModel = (id: string, versionId: string) =>
  api.post(`${at(id)}/model`, { model_version_id: versionId });
export const setShadow = (id: string, versionId: string) =>
  api.post(`${at(id)}/shadow`, { model_version_id: versionId });
export const promoteShadow = (id: string) => api.post(`${at(id)}/promote`);
export const deletePredicted = (assetId: string) => api.remove(`/api/predicted/asset/${assetId}`);
export const saveReview = (assetId: string, shapes: unknown, basedOn: number) =>
  api.post<PredictedAsset>(`/api/predicted/asset/${assetId}/review`, {
    shapes,
    based_on_version: basedOn,
  });
export const submitFeedback = (id: string, assetIds: readonly string[], versionId: string) =>
  api.post(`${at(id)}/feedback/submit`, {
    predicted_asset_ids: assetIds,
    dataset_version_id: versionId,
  });

export const setTrainingData = (id: string, versionId: string) =>
  api.post(`${at(id)}/pipeline/td/setup`, { dataset_version_id: versionId });
export const disableTrainingData = (id: string) => api.put(`${at(id)}/pipeline/td/disable`);

export const setUpFeedback = (id: string) => api.post(`${at(id)}/pipeline/fl/setup`);
export const switchFeedback = (id: string, active: boolean) =>
  api.put(`${at(id)}/pipeline/fl`, { active });
export const attachFeedback = (id: string, versionId: string) =>
  api.post(`${at(id)}/fl/datasets`, { dataset_version_id: versionId });
export const detachFeedback = (id: string, versionId: string) =>
  api.remove(`${at(id)}/fl/datasets`, { ids: [versionId] });

export interface TrainingInput {
  project_id: string;
  training_type: "EXPERIMENT";
  experiment_parameters: Parameters;
  trigger: "FEEDBACK_LOOP" | "NONE";
  threshold?: number;
}

export const setTraining = (id: string, input: TrainingInput) =>
  api.post(`${at(id)}/pipeline/ct`, input);
export const switchTraining = (id: string, active: boolean) =>
  api.put(`${at(id)}/pipeline/ct`, { active });
export const attachTraining = (id: string, versionId: string, alias: string) =>
  api.post(`${at(id)}/ct/datasets`, { dataset_version_id: versionId, name: alias });
export const detachTraining = (id: string, versionIds: readonly string[]) =>
  api.remove(`${at(id)}/ct/datasets`, { ids: versionIds });

export const setPolicy = (id: string, policy: string) =>
  api.post(`${at(id)}/pipeline/cd`, { policy });
export const switchPolicy = (id: string, active: boolean) =>
  api.put(`${at(id)}/pipeline/cd`, { active });
