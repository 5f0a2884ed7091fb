// SPDX-License-Identifier: Apache-2.0
import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { loginRoute, sessionQuery } from "@/accounts";
import { annotationRoutes } from "@/annotation";
import { datalakeRoutes } from "@/datalake";
import { datasetRoutes } from "@/datasets";
import { deploymentRoutes } from "@/deployments";
import { experimentRoutes } from "@/experiments";
import { jobRoutes } from "@/jobs";
import { ApiError } from "@/kernel/api/errors";
import { queryClient } from "@/kernel/api/query";
import { rootRoute, setGuard, signedInRoute } from "@/kernel/routing/roots";
import { registryRoutes } from "@/registry";
import { addressRoutes } from "./addresses";
import { PageFailed, PageMissing } from "./pages/PageFailed";
import { Shell } from "./shell/Shell";

signedInRoute.update({ component: Shell });

setGuard(async (address) => {
  try {
    await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    throw redirect({ to: "/login", search: { back: address } });
  }
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/HomePage"), "HomePage"),
});

/** Addresses without a page, within the frame. */
const missingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "$",
  component: PageMissing,
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  signedInRoute.addChildren([
    homeRoute,
    ...datalakeRoutes,
    ...datasetRoutes,
    ...annotationRoutes,
    ...jobRoutes,
    ...experimentRoutes,
    ...registryRoutes,
    ...deploymentRoutes,
    ...addressRoutes,
    missingRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
