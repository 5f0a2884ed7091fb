// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { workRoute } from "@/kernel/routing/roots";

const parent = { getParentRoute: () => workRoute };

const listRoute = createRoute({
  ...parent,
  path: "/deployments",
  component: lazyRouteComponent(() => import("./pages/DeploymentsPage"), "DeploymentsPage"),
});

const generalRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId",
  component: lazyRouteComponent(() => import("./pages/DashboardPage"), "DashboardPage"),
});

export const deploymentRoutes = [listRoute, generalRoute] as const;
