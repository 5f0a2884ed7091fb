// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const text = z.catch(z.optional(z.string()), undefined);

const search = z.object({
  q: text,
  order: text,
  labels: z.catch(z.optional(z.array(z.string())), undefined),
  /** Number of the asset in the list. */
  at: z.catch(z.optional(z.number()), undefined),
});

const annotateRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/datasets/$datasetId/$versionId/annotate",
  validateSearch: (given) => search.parse(given),
  component: lazyRouteComponent(() => import("./pages/AnnotatePage"), "AnnotatePage"),
});

export const annotationRoutes = [annotateRoute] as const;
