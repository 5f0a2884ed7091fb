// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef } from "react";
import { t } from "@/kernel/i18n/i18n";
import { type Crumb, Page } from "@/ui/Page";
import { StatusChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import { deploymentQuery, labelsQuery, type PredictedAsset, reviewedAssetQuery } from "../api";
import { ReviewDesk } from "../parts/ReviewDesk";
import "@/ui/boxes.css";
import "../parts/deployments.css";

const route = getRouteApi("/signed-in/deployments/$deploymentId/predictions/$assetId");

/** Review of one prediction: accept, fix class, delete, move, save, submit (RV-01…RV-03). */
export function ReviewPage() {
  const { deploymentId, assetId } = route.useParams();
  const { q, status } = route.useSearch();
  const place = useRef(0);
  const deployment = useQuery(deploymentQuery(deploymentId));
  const labels = useQuery({ ...labelsQuery(deploymentId), select: toLabels });
  const query = useQuery(reviewedAssetQuery(assetId));
  const asset = query.data;
  return (
    <Page
      crumbs={crumbsOf(deploymentId, deployment.data?.name, asset)}
      status={asset && <StatusChip status={asset.status} />}
      isFull
    >
      <Loaded query={labels}>
        {(known) => (
          <Loaded query={query}>
            {(loaded) => (
              <ReviewDesk
                key={stampOf(loaded)}
                labels={known}
                asset={loaded}
                filter={{ q, status }}
                place={place}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function toLabels(page: { items: { id: string; name: string; color_index: number }[] }) {
  return page.items.map((one) => ({ id: one.id, name: one.name, colorIndex: one.color_index }));
}

/** A saved or submitted review starts anew from what the server holds. */
function stampOf(asset: PredictedAsset): string {
  return `${asset.id} ${asset.review_version} ${asset.status}`;
}

function crumbsOf(
  deploymentId: string,
  name: string | undefined,
  asset: PredictedAsset | undefined,
): Crumb[] {
  const params = { deploymentId };
  return [
    { label: t("Deployments"), to: "/deployments" },
    { label: name ?? t("Deployment"), to: "/deployments/$deploymentId", params },
    { label: t("Predictions"), to: "/deployments/$deploymentId/predictions", params },
    { label: asset?.data.filename ?? t("Prediction") },
  ];
}
