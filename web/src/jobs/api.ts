// SPDX-License-Identifier: Apache-2.0
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "@/kernel/api/client";
import type { components } from "@/kernel/api/schema.gen";

export type Job = components["schemas"]["JobRead"];
export type JobRun = components["schemas"]["RunRead"];
export type JobKind = "PROCESSING" | "TRAINING" | "INTERNAL";
type JobPage = components["schemas"]["JobPage"];
type LogChunk = components["schemas"]["LogChunk"];

const PAGE = 50;
export const ENDED: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "KILLED"]);

export function jobsQuery(organizationId: string, kind: JobKind | undefined) {
  return infiniteQueryOptions({
    queryKey: ["job", "list", organizationId, kind ?? null],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<JobPage>(`/api/organization/${organizationId}/jobs`, {
        query: { kind, limit: PAGE, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_cursor ?? null,
  });
}

export function jobQuery(jobId: string) {
  return queryOptions({
    queryKey: ["job", "one", jobId],
    queryFn: ({ signal }) => api.get<Job>(`/api/v2/job/${jobId}`, { signal }),
  });
}

export function readLog(jobId: string, runId: string, offset: number, signal: AbortSignal) {
  return api.get<LogChunk>(`/api/v2/job/${jobId}/runs/${runId}/log`, {
    query: { offset },
    signal,
  });
}

export function logAddress(jobId: string, runId: string): string {
  return `/api/v2/job/${jobId}/runs/${runId}/log/download`;
}

export const rerunJob = (jobId: string) => api.post<Job>(`/api/v2/job/${jobId}/rerun`);
export const killJob = (jobId: string) => api.post<Job>(`/api/v2/job/${jobId}/kill`);
