// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect } from "react";
import { type PredictedFilter, predictedAssetsQuery } from "../api";

interface Pages {
  pages: readonly { items: readonly { id: string }[]; count: number }[];
}

export type Step = 1 | -1;

export interface Neighbours {
  /** Number of the prediction in the list from 0; -1 when it is not in it any more. */
  at: number;
  count: number;
  isLast: boolean;
  idAt: (step: Step) => Promise<string | undefined>;
  open: (assetId: string) => void;
}

const NEAR_END = 2;

/**
 * The predictions before and after one, in the order and the filter of the grid.
 *
 * A review takes a prediction out of the list "to review": `place` keeps where it was.
 */
export function useNeighbours(
  deploymentId: string,
  assetId: string,
  filter: PredictedFilter,
  place: RefObject<number>,
): Neighbours {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const options = predictedAssetsQuery(deploymentId, filter);
  const query = useInfiniteQuery(options);
  const ids = idsOf(query.data);
  const at = ids.indexOf(assetId);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at, place]);
  const idAt = async (step: Step) => {
    // asked for before the list was there: wait for it
    const known = idsOf(await queryClient.ensureInfiniteQueryData(options));
    const here = known.indexOf(assetId);
    if (here < 0) return known[step === 1 ? place.current : place.current - 1];
    if (here + step >= known.length - NEAR_END) void query.fetchNextPage();
    return known[here + step];
  };
  const open = (id: string) =>
    void navigate({
      to: "/deployments/$deploymentId/predictions/$assetId",
      params: { deploymentId, assetId: id },
      search: filter,
    });
  const isLast = at >= 0 && at === ids.length - 1 && !query.hasNextPage;
  return { at, count: query.data?.pages[0]?.count ?? 0, isLast, idAt, open };
}

function idsOf(data: Pages | undefined): string[] {
  return data?.pages.flatMap((page) => page.items.map((one) => one.id)) ?? [];
}
