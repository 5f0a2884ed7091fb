// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { api, type Page } from "@/kernel/api/client";
import type { ModelVersion } from "@/registry";

export interface Deployment {
  id: string;
  name: string;
  type: string;
  min_threshold: number | null;
  sample_rate?: number | null;
  target_datalake_id: string | null;
  serving_host: string | null;
  oracle_host: string | null;
  model_version_id: string | null;
  shadow_model_version_id?: string | null;
  model_version?: ModelVersion | null;
  shadow_model_version?: ModelVersion | null;
  prediction_count?: number | null;
  last_prediction_at?: string | null;
  created_at: string;
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
