// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const text = z.catch(z.optional(z.string()), undefined);

const assetSearch = z.object({
  q: text,
  order: text,
  /** Only assets with a shape of one of these labels. */
  labels: z.catch(z.optional(z.array(z.string())), undefined),
  /** Number of the asset that is shown large. */
  at: z.catch(z.optional(z.number()), undefined),
  view: z.catch(z.optional(z.enum(["grid", "table"])), undefined),
});

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets",
  component: lazyRouteComponent(() => import("./pages/DatasetsPage"), "DatasetsPage"),
});

const datasetRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId",
  component: lazyRouteComponent(() => import("./pages/DatasetPage"), "DatasetPage"),
});

const datasetSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId/settings",
  component: lazyRouteComponent(() => import("./pages/DatasetSettingsPage"), "DatasetSettingsPage"),
});

const versionRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId/$versionId",
  validateSearch: (search) => assetSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/VersionPage"), "VersionPage"),
});

const analyticsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId/$versionId/analytics",
  component: lazyRouteComponent(() => import("./pages/AnalyticsPage"), "AnalyticsPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId/$versionId/settings",
  component: lazyRouteComponent(() => import("./pages/VersionSettingsPage"), "VersionSettingsPage"),
});

export const datasetRoutes = [
  listRoute,
  datasetRoute,
  datasetSettingsRoute,
  versionRoute,
  analyticsRoute,
  settingsRoute,
] as const;
