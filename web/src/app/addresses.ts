// SPDX-License-Identifier: Apache-2.0
import { createRoute, redirect } from "@tanstack/react-router";
import { versionQuery } from "@/datasets";
import { queryClient } from "@/kernel/api/query";
import { signedInRoute } from "@/kernel/routing/roots";

const parent = { getParentRoute: () => signedInRoute };

const project = createRoute({
  ...parent,
  path: "/project/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$projectId", params: { projectId: params.id }, search: {} });
  },
});

const experiment = createRoute({
  ...parent,
  path: "/experiment/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/experiments/$experimentId", params: { experimentId: params.id } });
  },
});

const model = createRoute({
  ...parent,
  path: "/model/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/models/$modelId", params: { modelId: params.id } });
  },
});

const modelVersion = createRoute({
  ...parent,
  path: "/model/version/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/models/versions/$versionId", params: { versionId: params.id } });
  },
});

const dataset = createRoute({
  ...parent,
  path: "/dataset/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/datasets/$datasetId", params: { datasetId: params.id } });
  },
});

const datasetVersion = createRoute({
  ...parent,
  path: "/dataset/version/$id",
  beforeLoad: async ({ params }) => {
    const version = await queryClient.ensureQueryData(versionQuery(params.id));
    throw redirect({
      to: "/datasets/$datasetId/$versionId",
      params: { datasetId: version.origin_id, versionId: version.id },
      search: {},
    });
  },
});

const datalake = createRoute({
  ...parent,
  path: "/datalake/$id",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/datalakes/$lakeId", params: { lakeId: params.id }, search: {} });
  },
});

const deployment = createRoute({
  ...parent,
  path: "/deployment/$id",
  beforeLoad: ({ params }) => {
    throw redirect({
      to: "/deployments/$deploymentId",
      params: { deploymentId: params.id },
      search: {},
    });
  },
});

/** Addresses that the client prints; each leads to the page of its object. */
export const addressRoutes = [
  project,
  experiment,
  model,
  modelVersion,
  dataset,
  datasetVersion,
  datalake,
  deployment,
] as const;
