// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const text = z.catch(z.optional(z.string()), undefined);

const lakeSearch = z.object({
  q: text,
  order: text,
  /** The data item whose details are shown. */
  open: text,
  view: z.catch(z.optional(z.enum(["grid", "table"])), undefined),
});

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datalakes",
  component: lazyRouteComponent(() => import("./pages/LakesPage"), "LakesPage"),
});

const lakeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datalakes/$lakeId",
  validateSearch: (search) => lakeSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/LakePage"), "LakePage"),
});

const tagsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datalakes/$lakeId/tags",
  component: lazyRouteComponent(() => import("./pages/LakeTagsPage"), "LakeTagsPage"),
});

export const datalakeRoutes = [listRoute, lakeRoute, tagsRoute] as const;
