// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { signedInRoute } from "@/kernel/routing/roots";

const parent = { getParentRoute: () => signedInRoute };

const listRoute = createRoute({
  ...parent,
  path: "/deployments",
  component: lazyRouteComponent(() => import("./pages/DeploymentsPage"), "DeploymentsPage"),
});

const dashboardSearch = z.object({
  range: z.catch(z.optional(z.enum(["hour", "day", "week", "month", "year", "all"])), undefined),
});

const dashboardRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId",
  validateSearch: (search) => dashboardSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/DashboardPage"), "DashboardPage"),
});

const predictionSearch = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  status: z.catch(z.optional(z.enum(["TO_REVIEW", "REVIEWED", "SUBMITTED"])), undefined),
  layer: z.catch(z.optional(z.enum(["champion", "shadow", "review"])), undefined),
  score: z.catch(z.optional(z.number()), undefined),
});

const predictionsRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/predictions",
  validateSearch: (search) => predictionSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/PredictionsPage"), "PredictionsPage"),
});

/** The filter of the grid one came from: next and previous stay within it. */
const reviewSearch = z.object({
  q: z.catch(z.optional(z.string()), undefined),
  status: z.catch(z.optional(z.enum(["TO_REVIEW", "REVIEWED", "SUBMITTED"])), undefined),
});

const reviewRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/predictions/$assetId",
  validateSearch: (search) => reviewSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/ReviewPage"), "ReviewPage"),
});

const generalRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/settings",
  component: lazyRouteComponent(() => import("./pages/GeneralPage"), "GeneralPage"),
});

const trainingDataRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/settings/training-data",
  component: lazyRouteComponent(() => import("./pages/TrainingDataPage"), "TrainingDataPage"),
});

const feedbackRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/settings/feedback-loop",
  component: lazyRouteComponent(() => import("./pages/FeedbackLoopPage"), "FeedbackLoopPage"),
});

const trainingRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/settings/continuous-training",
  component: lazyRouteComponent(
    () => import("./pages/ContinuousTrainingPage"),
    "ContinuousTrainingPage",
  ),
});

const policyRoute = createRoute({
  ...parent,
  path: "/deployments/$deploymentId/settings/continuous-deployment",
  component: lazyRouteComponent(
    () => import("./pages/ContinuousDeploymentPage"),
    "ContinuousDeploymentPage",
  ),
});

export const deploymentRoutes = [
  listRoute,
  dashboardRoute,
  predictionsRoute,
  reviewRoute,
  generalRoute,
  trainingDataRoute,
  feedbackRoute,
  trainingRoute,
  policyRoute,
] as const;
