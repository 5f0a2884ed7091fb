// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { type Asset, type AssetFilter, listAssets } from "@/datasets";
import { api, type Page } from "@/kernel/api/client";

export type ReviewStatus = "PENDING" | "SKIPPED" | "ACCEPTED" | "REFUSED";

export interface Annotation {
  id: string;
  status: ReviewStatus;
  duration: number;
  version: number;
}

export interface Task {
  asset: Asset;
  /** The annotation whose shapes count; null while there is none. */
  annotation: Annotation | null;
  count: number;
}

/** One asset of a filtered list with its shapes and the annotation they belong to. */
export function taskQuery(versionId: string, filter: AssetFilter, at: number) {
  return queryOptions({
    queryKey: ["annotate", "task", versionId, filter, at],
    queryFn: async ({ signal }): Promise<Task | null> => {
      const named = await listAssets(versionId, filter, at, 1, { withShapes: false, signal });
      const first = named.items[0];
      if (!first) return null;
      // the version is read before the shapes: a save in between is refused, never overwritten
      const list = await api.get<Page<Annotation>>(`/api/asset/${first.id}/annotations`, {
        signal,
      });
      const page = await listAssets(versionId, filter, at, 1, { withShapes: true, signal });
      const asset = page.items[0];
      if (asset?.id !== first.id) return null;
      const accepted = list.items.find((one) => one.status === "ACCEPTED");
      return { asset, annotation: accepted ?? list.items[0] ?? null, count: named.count };
    },
    // what somebody works on is read once: changes of others show when the work is saved
    enabled: (query) => query.state.data === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export type ShapesBody = Record<string, Record<string, unknown>[]>;

/** Replace the shapes of an asset; refused when somebody else saved in between. */
export async function saveShapes(
  task: Task,
  shapes: ShapesBody,
  secs: number,
): Promise<Annotation> {
  const annotation =
    task.annotation ??
    (await api.post<Annotation>(`/api/asset/${task.asset.id}/annotations`, { duration: 0 }));
  return api.post<Annotation>(`/api/annotation/${annotation.id}/save`, {
    ...shapes,
    version: annotation.version,
    duration: annotation.duration + secs,
  });
}

export const setStatus = (annotationId: string, status: ReviewStatus) =>
  api.patch<Annotation>(`/api/annotation/${annotationId}`, { status });
