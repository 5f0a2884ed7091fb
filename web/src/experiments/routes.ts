// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const parent = { getParentRoute: () => signedInRoute };

const projectsRoute = createRoute({
  ...parent,
  path: "/projects",
  component: lazyRouteComponent(() => import("./pages/ProjectsPage"), "ProjectsPage"),
});

const projectSearch = z.object({ q: z.catch(z.optional(z.string()), undefined) });

const projectRoute = createRoute({
  ...parent,
  path: "/projects/$projectId",
  validateSearch: (search) => projectSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/ProjectPage"), "ProjectPage"),
});

const newRoute = createRoute({
  ...parent,
  path: "/projects/$projectId/new",
  component: lazyRouteComponent(() => import("./pages/NewExperimentPage"), "NewExperimentPage"),
});

const compareSearch = z.object({ ids: z.catch(z.optional(z.string()), undefined) });

const compareRoute = createRoute({
  ...parent,
  path: "/projects/$projectId/compare",
  validateSearch: (search) => compareSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/ComparePage"), "ComparePage"),
});

const overviewRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId",
  component: lazyRouteComponent(() => import("./pages/OverviewPage"), "OverviewPage"),
});

const curvesRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId/curves",
  component: lazyRouteComponent(() => import("./pages/CurvesPage"), "CurvesPage"),
});

const parametersRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId/parameters",
  component: lazyRouteComponent(() => import("./pages/ParametersPage"), "ParametersPage"),
});

const artifactsRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId/artifacts",
  component: lazyRouteComponent(() => import("./pages/ArtifactsPage"), "ArtifactsPage"),
});

const evaluationSearch = z.object({
  layer: z.catch(z.optional(z.enum(["both", "truth", "prediction"])), undefined),
  score: z.catch(z.optional(z.number()), undefined),
  label: z.catch(z.optional(z.string()), undefined),
});

const evaluationsRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId/evaluations",
  validateSearch: (search) => evaluationSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/EvaluationsPage"), "EvaluationsPage"),
});

const jobRoute = createRoute({
  ...parent,
  path: "/experiments/$experimentId/job",
  component: lazyRouteComponent(() => import("./pages/ExperimentJobPage"), "ExperimentJobPage"),
});

export const experimentRoutes = [
  projectsRoute,
  projectRoute,
  newRoute,
  compareRoute,
  overviewRoute,
  curvesRoute,
  parametersRoute,
  artifactsRoute,
  evaluationsRoute,
  jobRoute,
] as const;
