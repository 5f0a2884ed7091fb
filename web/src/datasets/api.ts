// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/kernel/api/client";
import type { components } from "@/kernel/api/schema.gen";

export type Dataset = components["schemas"]["DatasetRead"];
export type Version = components["schemas"]["VersionRead"];
export type Label = components["schemas"]["LabelRead"];
export type Tag = components["schemas"]["TagRead"];
export interface Asset {
  id: string;
  dataset_version_id: string;
  data: components["schemas"]["DataRead"];
  tags: Tag[];
  /** Only where the list was asked for shapes. */
  shapes?: AssetShape[] | null;
}
export type DetectionType = components["schemas"]["VersionCreate"]["type"] & string;

/** A shape as lists of assets give it for drawing; box is x, y, width, height in pixels. */
export interface AssetShape {
  id: string;
  kind: string;
  label_id: string;
  label: string;
  color_index: number;
  box: [number, number, number, number];
  geometry: unknown;
  text: string | null;
  attributes: Record<string, unknown> | null;
}

export const DETECTION_TYPES: readonly DetectionType[] = [
  "NOT_CONFIGURED",
  "OBJECT_DETECTION",
  "SEGMENTATION",
  "CLASSIFICATION",
  "POINT",
  "KEYPOINT",
  "LINE",
  "MASK",
  "MULTI",
];

const MOST_IDS = 1_000;
const MOST_DATA = 5_000;

export function datasetsQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["dataset", "list", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<Dataset>>(`/api/organization/${organizationId}/datasets`, { signal }),
  });
}

export function datasetQuery(datasetId: string) {
  return queryOptions({
    queryKey: ["dataset", "one", datasetId],
    queryFn: ({ signal }) => api.get<Dataset>(`/api/dataset/${datasetId}`, { signal }),
  });
}

export function versionsQuery(datasetId: string) {
  return queryOptions({
    queryKey: ["dataset_version", "list", datasetId],
    queryFn: ({ signal }) =>
      api.get<Page<Version>>(`/api/dataset/${datasetId}/versions`, { signal }),
  });
}

export function versionQuery(versionId: string) {
  return queryOptions({
    queryKey: ["dataset_version", "one", versionId],
    queryFn: ({ signal }) => api.get<Version>(`/api/dataset/version/${versionId}`, { signal }),
  });
}

export function assetTagsQuery(versionId: string) {
  return queryOptions({
    queryKey: ["tag", "version", versionId],
    queryFn: ({ signal }) =>
      api.get<Page<Tag>>(`/api/dataset/version/${versionId}/tags`, { signal }),
  });
}

export interface AssetFilter {
  q?: string | undefined;
  order?: string | undefined;
  labelIds?: readonly string[] | undefined;
}

export function listAssets(
  versionId: string,
  filter: AssetFilter,
  offset: number,
  limit: number,
  options: { withShapes: boolean; signal?: AbortSignal },
): Promise<Page<Asset>> {
  return api.get<Page<Asset>>(`/api/dataset/version/${versionId}/assets`, {
    query: {
      q: filter.q,
      order_by: filter.order,
      label_ids: filter.labelIds,
      offset,
      limit,
      with_shapes: options.withShapes,
    },
    signal: options.signal,
  });
}

export async function listAssetIds(
  versionId: string,
  filter: AssetFilter,
  most: number,
): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < most) {
    const limit = Math.min(MOST_IDS, most - ids.length);
    const page = await listAssets(versionId, filter, ids.length, limit, { withShapes: false });
    ids.push(...page.items.map((asset) => asset.id));
    if (page.items.length < limit) break;
  }
  return ids;
}

export const createDataset = (organizationId: string, name: string, description: string) =>
  api.post<Dataset>(`/api/organization/${organizationId}/datasets`, { name, description });

export const updateDataset = (id: string, change: { name?: string; description?: string }) =>
  api.patch<Dataset>(`/api/dataset/${id}`, change);

export const deleteDataset = (id: string) => api.remove(`/api/dataset/${id}`);

export const createVersion = (
  datasetId: string,
  body: { version: string; description: string; type: DetectionType },
) => api.post<Version>(`/api/dataset/${datasetId}/versions`, body);

export const updateVersion = (
  id: string,
  change: { version?: string; description?: string; type?: DetectionType },
) => api.patch<Version>(`/api/dataset/version/${id}`, change);

export const deleteVersion = (id: string) => api.remove(`/api/dataset/version/${id}`);

export const lockVersion = (id: string, isLocked: boolean) =>
  api.post(`/api/dataset/version/${id}/${isLocked ? "lock" : "unlock"}`);

export interface Fork {
  parent_id: string;
  version: string;
  description: string;
  type: DetectionType;
  with_tags: boolean;
  with_labels: boolean;
  with_annotations: boolean;
  asset_ids?: readonly string[];
}

export const forkVersion = (datasetId: string, fork: Fork) =>
  api.post<{ dataset_version: Version }>(`/api/dataset/${datasetId}/fork`, fork);

/** Make data members of a version; returns how many of them it holds now (unready ones not). */
export async function addData(versionId: string, dataIds: readonly string[]): Promise<number> {
  let members = 0;
  for (let at = 0; at < dataIds.length; at += MOST_DATA) {
    const part = dataIds.slice(at, at + MOST_DATA);
    const body = { data_ids: part, skip_unready: true };
    const path = `/api/dataset/version/${versionId}/assets`;
    members += (await api.post<{ member_count: number }>(path, body)).member_count;
  }
  return members;
}

export async function removeAssets(versionId: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += MOST_DATA) {
    const part = ids.slice(at, at + MOST_DATA);
    await api.remove(`/api/dataset/version/${versionId}/assets`, { ids: part });
  }
}

export const createLabel = (versionId: string, name: string) =>
  api.post<Label>(`/api/dataset/version/${versionId}/labels`, { name });
export const renameLabel = (labelId: string, name: string) =>
  api.patch<Label>(`/api/label/${labelId}`, { name });
export const deleteLabel = (labelId: string) => api.remove(`/api/label/${labelId}`);

export type ExportFormat = "COCO" | "YOLO" | "PASCAL_VOC";

/** Have the annotations written to a file; returns where it can be fetched. */
export const exportAnnotations = (versionId: string, type: ExportFormat) =>
  api.post<{ presigned_url: string }>(`/api/dataset/version/${versionId}/annotations/export`, {
    type,
  });

export const createAssetTag = (versionId: string, name: string) =>
  api.post<Tag>(`/api/dataset/version/${versionId}/tags`, { name });
export const renameTag = (tagId: string, name: string) =>
  api.patch<Tag>(`/api/tag/${tagId}`, { name });
export const deleteTag = (tagId: string) => api.remove(`/api/tag/${tagId}`);

export async function setTag(tagId: string, ids: readonly string[], isOn: boolean): Promise<void> {
  for (let at = 0; at < ids.length; at += MOST_DATA) {
    const part = ids.slice(at, at + MOST_DATA);
    await api.post(`/api/tag/${tagId}/${isOn ? "attach" : "detach"}`, part);
  }
}
