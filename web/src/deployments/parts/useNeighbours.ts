// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { predictedAssetsQuery } from "../api";

interface Pages {
  pages: readonly { items: readonly { id: string }[] }[];
}

const NEAR_END = 2;

/** Go to the predictions before and after one, in the order of the grid. */
export function useNeighbours(deploymentId: string, assetId: string) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const options = predictedAssetsQuery(deploymentId, {});
  const query = useInfiniteQuery(options);
  const ids = idsOf(query.data);
  const at = ids.indexOf(assetId);
  const go = async (step: 1 | -1) => {
    // asked for before the list was there: wait for it
    const known = idsOf(await queryClient.ensureInfiniteQueryData(options));
    const here = known.indexOf(assetId);
    const next = known[here + step];
    if (here + step >= known.length - NEAR_END) void query.fetchNextPage();
    if (here < 0 || next === undefined) return;
    await navigate({
      to: "/deployments/$deploymentId/predictions/$assetId",
      params: { deploymentId, assetId: next },
    });
  };
  const isLast = at >= 0 && at === ids.length - 1 && !query.hasNextPage;
  return { go: (step: 1 | -1) => void go(step), isLast };
}

function idsOf(data: Pages | undefined): string[] {
  return data?.pages.flatMap((page) => page.items.map((one) => one.id)) ?? [];
}
