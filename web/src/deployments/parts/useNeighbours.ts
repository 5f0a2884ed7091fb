// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { predictedAssetsQuery } from "../api";

/** Go to the predictions before and after one, in the order of the grid. */
export function useNeighbours(deploymentId: string, assetId: string) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(predictedAssetsQuery(deploymentId, {}));
  const ids = query.data?.pages.flatMap((page) => page.items.map((one) => one.id)) ?? [];
  const at = ids.indexOf(assetId);
  const go = (step: 1 | -1) => {
    if (at + step >= ids.length - 2 && query.hasNextPage) void query.fetchNextPage();
    const next = ids[at + step];
    if (at < 0 || next === undefined) return;
    void navigate({
      to: "/deployments/$deploymentId/predictions/$assetId",
      params: { deploymentId, assetId: next },
    });
  };
  return { go, isLast: at >= 0 && at === ids.length - 1 && !query.hasNextPage };
}
