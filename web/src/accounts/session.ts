// SPDX-License-Identifier: Apache-2.0
import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { api, setCsrfToken } from "@/kernel/api/client";
import { queryClient } from "@/kernel/api/query";
import type { components } from "@/kernel/api/schema.gen";

export type Session = components["schemas"]["SessionRead"];

/** Who is signed in; asked once and kept until log-out. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await api.get<Session>("/api/auth/session");
    setCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** The session of a page behind the guard. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** The caller's role in the organization (OR-04); undefined until it is known. */
export function useRole(): string | undefined {
  const { organization } = useSession();
  const query = useQuery({
    queryKey: ["session", "role", organization.id],
    queryFn: ({ signal }) =>
      api.get<{ role: string }>(`/api/organization/${organization.id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return query.data?.role;
}

/** Take over the answer of a log-in. */
export function enterSession(session: Session): void {
  queryClient.clear();
  setCsrfToken(session.csrf_token);
  queryClient.setQueryData(sessionQuery.queryKey, session);
}

export async function logOut(): Promise<void> {
  await api.post("/api/auth/logout");
  setCsrfToken(null);
  queryClient.clear();
}
