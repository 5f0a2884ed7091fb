// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const listSearch = z.object({
  kind: z.catch(z.optional(z.enum(["PROCESSING", "TRAINING", "INTERNAL"])), undefined),
});

const jobSearch = z.object({ run: z.catch(z.optional(z.string()), undefined) });

const listRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/jobs",
  validateSearch: (search) => listSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/JobsPage"), "JobsPage"),
});

const jobRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/jobs/$jobId",
  validateSearch: (search) => jobSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/JobPage"), "JobPage"),
});

export const jobRoutes = [listRoute, jobRoute] as const;
