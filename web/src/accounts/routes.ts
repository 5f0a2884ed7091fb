// SPDX-License-Identifier: Apache-2.0
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as z from "zod/mini";
import { rootRoute } from "@/kernel/routing/roots";

const loginSearch = z.object({
  link: z.optional(z.string()),
  back: z.optional(z.string()),
});

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search) => loginSearch.parse(search),
  component: lazyRouteComponent(() => import("./pages/LoginPage"), "LoginPage"),
});
