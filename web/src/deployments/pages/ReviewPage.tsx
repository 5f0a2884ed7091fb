// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { Page } from "@/ui/Page";
import { StatusChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import { deploymentQuery, labelsQuery, predictedAssetQuery } from "../api";
import { ReviewDesk } from "../parts/ReviewDesk";
import "../parts/deployments.css";

const route = getRouteApi("/work/deployments/$deploymentId/predictions/$assetId");

/** Review of one prediction: accept, fix class, delete, move, save, submit (RV-01…RV-03). */
export function ReviewPage() {
  const { deploymentId, assetId } = route.useParams();
  const deployment = useQuery(deploymentQuery(deploymentId));
  const labels = useQuery({
    ...labelsQuery(deploymentId),
    select: (page) =>
      page.items.map((one) => ({ id: one.id, name: one.name, colorIndex: one.color_index })),
  });
  const query = useQuery(predictedAssetQuery(assetId));
  const asset = query.data;
  return (
    <Page
      crumbs={[
        { label: t("Deployments"), to: "/deployments" },
        {
          label: deployment.data?.name ?? t("Deployment"),
          to: "/deployments/$deploymentId",
          params: { deploymentId },
        },
        {
          label: t("Predictions"),
          to: "/deployments/$deploymentId/predictions",
          params: { deploymentId },
        },
        { label: asset?.data.filename ?? t("Prediction") },
      ]}
      status={asset && <StatusChip status={asset.status} />}
      isFull
    >
      <Loaded query={deployment}>
        {(one) => (
          <Loaded query={labels}>
            {(known) => (
              <Loaded query={query}>
                {(loaded) => (
                  <ReviewDesk key={loaded.id} deployment={one} labels={known} asset={loaded} />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
