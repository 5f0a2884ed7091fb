// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/kernel/api/client";
import type { components } from "@/kernel/api/schema.gen";

export type Data = components["schemas"]["DataRead"];
export type Tag = components["schemas"]["TagRead"];
export type Datalake = components["schemas"]["DatalakeRead"];

const MOST_TARGETS = 5_000;
const MOST_IDS = 1_000;

export interface DataFilter {
  q?: string | undefined;
  order?: string | undefined;
}

export function lakesQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["datalake", "list", organizationId],
    queryFn: ({ signal }) =>
      api.get<Page<Datalake>>(`/api/organization/${organizationId}/datalakes`, { signal }),
  });
}

export function lakeQuery(lakeId: string) {
  return queryOptions({
    queryKey: ["datalake", "one", lakeId],
    queryFn: ({ signal }) => api.get<Datalake>(`/api/datalake/${lakeId}`, { signal }),
  });
}

export function lakeTagsQuery(lakeId: string) {
  return queryOptions({
    queryKey: ["tag", "datalake", lakeId],
    queryFn: ({ signal }) => api.get<Page<Tag>>(`/api/datalake/${lakeId}/tags`, { signal }),
  });
}

export function dataQuery(dataId: string) {
  return queryOptions({
    queryKey: ["data", "one", dataId],
    queryFn: ({ signal }) => api.get<Data>(`/api/data/${dataId}`, { signal }),
  });
}

/** A part of the list by position. */
export function listData(
  lakeId: string,
  filter: DataFilter,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Data>> {
  return api.get<Page<Data>>(`/api/datalake/${lakeId}/datas`, {
    query: { q: filter.q, order_by: filter.order, offset, limit },
    signal,
  });
}

/** Ids of the first matches, at most `most`. */
export async function listIds(lakeId: string, filter: DataFilter, most: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < most) {
    const limit = Math.min(MOST_IDS, most - ids.length);
    const page = await listData(lakeId, filter, ids.length, limit);
    ids.push(...page.items.map((data) => data.id));
    if (page.items.length < limit) break;
  }
  return ids;
}

export const createTag = (lakeId: string, name: string) =>
  api.post<Tag>(`/api/datalake/${lakeId}/tags`, { name });

export const renameTag = (tagId: string, name: string) =>
  api.patch<Tag>(`/api/tag/${tagId}`, { name });

export const deleteTag = (tagId: string) => api.remove(`/api/tag/${tagId}`);

export async function attachTag(tagId: string, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids, MOST_TARGETS)) await api.post(`/api/tag/${tagId}/attach`, part);
}

export async function detachTag(tagId: string, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids, MOST_TARGETS)) await api.post(`/api/tag/${tagId}/detach`, part);
}

export async function deleteData(lakeId: string, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids, MOST_IDS)) {
    await api.remove(`/api/datalake/${lakeId}/datas`, { ids: part });
  }
}

export function inParts<T>(items: readonly T[], most: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += most) parts.push(items.slice(at, at + most));
  return parts;
}
