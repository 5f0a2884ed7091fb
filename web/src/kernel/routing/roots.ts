// SPDX-License-Identifier: Apache-2.0
import { createRootRoute, createRoute } from "@tanstack/react-router";

type Guard = (address: string) => Promise<void>;

let guard: Guard = async () => undefined;

/** Say what must hold before a page behind the log-in opens; throws a redirect where it does not. */
export function setGuard(check: Guard): void {
  guard = check;
}

/** Root of all pages; the application gives it its frame. */
export const rootRoute = createRootRoute();

/** Parent of every page that needs a session: the application gives it sidebar and guard. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: ({ location }) => guard(location.href),
});
