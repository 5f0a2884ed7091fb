// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { Page } from "@/ui/Page";
import { Card, Facts } from "@/ui/Stat";
import { Loaded } from "@/ui/states";
import { deploymentQuery } from "../api";

const route = getRouteApi("/work/deployments/$deploymentId");

/** One deployment. */
export function DashboardPage() {
  const { deploymentId } = route.useParams();
  const query = useQuery(deploymentQuery(deploymentId));
  return (
    <Page
      crumbs={[
        { label: t("Deployments"), to: "/deployments" },
        { label: query.data?.name ?? t("Deployment") },
      ]}
      id={deploymentId}
    >
      <Loaded query={query}>
        {(one) => (
          <Card title={t("About")}>
            <Facts facts={[[t("Type"), one.type]]} />
          </Card>
        )}
      </Loaded>
    </Page>
  );
}
