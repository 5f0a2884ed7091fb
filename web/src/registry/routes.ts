// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { signedInRoute } from "@/kernel/routing/roots";

const privateRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/models",
  component: lazyRouteComponent(() => import("./pages/ModelsPage"), "PrivateModelsPage"),
});

const publicRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/models/public",
  component: lazyRouteComponent(() => import("./pages/ModelsPage"), "PublicModelsPage"),
});

const modelRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/models/$modelId",
  component: lazyRouteComponent(() => import("./pages/ModelPage"), "ModelPage"),
});

const versionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/models/versions/$versionId",
  component: lazyRouteComponent(() => import("./pages/VersionPage"), "VersionPage"),
});

export const registryRoutes = [privateRoute, publicRoute, modelRoute, versionRoute] as const;
