// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/kernel/api/client";

export interface Tag {
  id: string;
  name: string;
}

export interface Model {
  id: string;
  name: string;
  description: string;
  private: boolean;
  created_at: string;
  version_count?: number | null;
  tags?: Tag[];
}

export interface ConstraintSet {
  name: string;
  aliases: string[];
}

export type Parameters = Record<string, unknown>;

export interface ModelVersion {
  id: string;
  name: string;
  version: number;
  type: string;
  framework: string;
  description: string;
  labels: Record<string, string> | null;
  parameters: Parameters;
  docker_image: string | null;
  docker_tag: string | null;
  docker_flags?: string[] | null;
  dataset_constraints: ConstraintSet[];
  metrics: Record<string, unknown> | null;
  trainable: boolean;
  deployable: boolean;
  /** Was it exported from an experiment, so that it has a context? */
  exported: boolean;
  created_at: string;
  origin: Model;
  tags?: Tag[];
}

export interface ModelFile {
  id: string;
  name: string;
  filename: string;
  object_name: string;
  large: boolean;
  created_at?: string;
  presigned_url: string | null;
}

export interface ModelContext {
  id: string;
  experiment_id: string | null;
  datas: {
    id: string;
    name: string;
    version_id: string;
    version_name?: string;
    dataset_name?: string;
  }[];
  parameters: Parameters;
}

export const TYPES = [
  "OBJECT_DETECTION",
  "CLASSIFICATION",
  "SEGMENTATION",
  "POINT",
  "KEYPOINT",
  "LINE",
  "MASK",
  "MULTI",
  "NOT_CONFIGURED",
] as const;
export const FRAMEWORKS = ["ONNX", "PYTORCH", "TENSORFLOW", "NOT_CONFIGURED"] as const;

/** Do two inference types go together? Open ones go with everything (EX-04). */
export function typesFit(left: string, right: string): boolean {
  const open = ["NOT_CONFIGURED", "MULTI"];
  return left === right || open.includes(left) || open.includes(right);
}

/** "OBJECT_DETECTION" as people write it. */
const ACRONYMS = new Set(["ONNX"]);

export function typeWord(type: string): string {
  if (ACRONYMS.has(type)) return type;
  const words = type.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function modelsQuery(organizationId: string, isPublic: boolean) {
  return queryOptions({
    queryKey: ["model", "list", organizationId, isPublic],
    queryFn: ({ signal }) =>
      api.get<Page<Model>>(
        isPublic ? "/api/models" : `/api/organization/${organizationId}/models`,
        { signal },
      ),
  });
}

export function modelQuery(modelId: string) {
  return queryOptions({
    queryKey: ["model", "one", modelId],
    queryFn: ({ signal }) => api.get<Model>(`/api/model/${modelId}`, { signal }),
  });
}

export function versionsQuery(modelId: string) {
  return queryOptions({
    queryKey: ["model_version", "list", modelId],
    queryFn: ({ signal }) =>
      api.get<Page<ModelVersion>>(`/api/model/${modelId}/versions`, { signal }),
  });
}

export function versionQuery(versionId: string) {
  return queryOptions({
    queryKey: ["model_version", "one", versionId],
    queryFn: ({ signal }) => api.get<ModelVersion>(`/api/model/version/${versionId}`, { signal }),
  });
}

export function filesQuery(versionId: string) {
  return queryOptions({
    queryKey: ["model_version", "files", versionId],
    queryFn: ({ signal }) =>
      api.get<Page<ModelFile>>(`/api/model/version/${versionId}/modelfiles`, { signal }),
  });
}

/** Where an exported version came from. */
export function contextQuery(versionId: string) {
  return queryOptions({
    queryKey: ["model_version", "context", versionId],
    queryFn: ({ signal }) =>
      api.get<ModelContext>(`/api/model/version/${versionId}/context`, { signal }),
    retry: false,
  });
}

/** The dataset that a dataset version belongs to. */
export function datasetOfQuery(versionId: string) {
  return queryOptions({
    queryKey: ["dataset_version", "origin", versionId],
    queryFn: ({ signal }) =>
      api.get<{ origin_id: string }>(`/api/dataset/version/${versionId}`, { signal }),
    retry: false,
  });
}

export interface ModelInput {
  name: string;
  description: string;
}

export const createModel = (organizationId: string, input: ModelInput) =>
  api.post<Model>(`/api/organization/${organizationId}/models`, input);
export const changeModel = (modelId: string, input: ModelInput) =>
  api.patch<Model>(`/api/model/${modelId}`, input);
export const deleteModel = (modelId: string) => api.remove(`/api/model/${modelId}`);

export interface VersionInput {
  name: string;
  description: string;
  type?: string;
  framework?: string;
  labels?: Record<string, string>;
}

export const createVersion = (modelId: string, input: VersionInput) =>
  api.post<ModelVersion>(`/api/model/${modelId}/versions`, input);
export const changeVersion = (versionId: string, input: Partial<VersionInput>) =>
  api.patch<ModelVersion>(`/api/model/version/${versionId}`, input);
export const deleteVersion = (versionId: string) => api.remove(`/api/model/version/${versionId}`);
export const deleteFile = (fileId: string) => api.remove(`/api/model/file/${fileId}`);

export interface DeployInput {
  model_version_id: string;
  name?: string;
  min_threshold?: number;
  target_datalake_id?: string;
  disable_serving?: true;
}

export const deploy = (organizationId: string, input: DeployInput) =>
  api.post<{ id: string; name: string }>(`/api/organization/${organizationId}/deployments`, input);

export function datalakesQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["datalake", "choices", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<{ id: string; name: string; connector_id: string }>>(
        `/api/organization/${organizationId}/datalakes`,
        { signal },
      ),
  });
}

interface SignedUpload {
  presigned_url_data: { url: string; fields: Record<string, string> };
}

/** Store a file through the default connector and register it under a version. */
export async function uploadFile(
  organizationId: string,
  connectorId: string,
  versionId: string,
  name: string,
  file: File,
): Promise<ModelFile> {
  const issued = await api.post<{ object_name: string }>(
    `/api/organization/${organizationId}/connector/${connectorId}/generate_object_name`,
    { filename: file.name, type: "MODEL_FILE" },
  );
  const { object_name } = issued;
  const contentType = file.type || "application/octet-stream";
  const signed = await api.post<SignedUpload>(
    `/api/object-storage/${connectorId}/generate_presigned_url`,
    { object_name, content_type: contentType },
  );
  const form = new FormData();
  for (const [key, value] of Object.entries(signed.presigned_url_data.fields)) {
    form.append(key, value);
  }
  form.append("Content-Type", contentType);
  form.append("file", file, object_name);
  const stored = await fetch(signed.presigned_url_data.url, { method: "POST", body: form });
  if (!stored.ok) throw new Error(`The store answered ${stored.status}; nothing was registered`);
  return api.post<ModelFile>(`/api/model/version/${versionId}/modelfiles`, {
    name,
    filename: file.name,
    object_name,
    large: false,
  });
}

/** The name of the experiment that a version was exported from. */
export function experimentNameQuery(experimentId: string) {
  return queryOptions({
    queryKey: ["experiment", "name", experimentId],
    queryFn: ({ signal }) =>
      api.get<{ name: string }>(`/api/experiment/${experimentId}`, { signal }),
  });
}
