// SPDX-License-Identifier: Apache-2.0
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useSession } from "@/accounts";
import { type Action, useActions } from "@/kernel/actions/registry";
import { api } from "@/kernel/api/client";
import { t } from "@/kernel/i18n/i18n";

interface Named {
  id: string;
  name: string;
}

const MOST = 100;

const KINDS = [
  { key: "datalake", list: "datalakes", group: "Datalake", to: "/datalakes/$lakeId", id: "lakeId" },
  {
    key: "dataset",
    list: "datasets",
    group: "Dataset",
    to: "/datasets/$datasetId",
    id: "datasetId",
  },
  {
    key: "project",
    list: "projects",
    group: "Project",
    to: "/projects/$projectId",
    id: "projectId",
  },
  { key: "model", list: "models", group: "Model", to: "/models/$modelId", id: "modelId" },
  {
    key: "deployment",
    list: "deployments",
    group: "Deployment",
    to: "/deployments/$deploymentId",
    id: "deploymentId",
  },
] as const;

/** Offer the objects of the organization in the palette; they are asked for when it opens. */
export function useObjectActions(isWanted: boolean): void {
  const navigate = useNavigate();
  const { organization } = useSession();
  const lists = useQueries({
    queries: KINDS.map((kind) => ({
      queryKey: [kind.key, "palette", organization.id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<{ items: Named[] }>(`/api/organization/${organization.id}/${kind.list}`, {
          query: { limit: MOST },
          signal,
        }),
      enabled: isWanted,
    })),
  });
  const actions = KINDS.flatMap((kind, index) =>
    (lists[index]?.data?.items ?? []).map(
      (one): Action => ({
        id: `open.${one.id}`,
        label: one.name,
        group: t(kind.group),
        run: () => void navigate({ to: kind.to, params: { [kind.id]: one.id } as never }),
      }),
    ),
  );
  useActions(actions);
}
