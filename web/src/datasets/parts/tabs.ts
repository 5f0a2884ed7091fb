// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import type { Tab } from "@/ui/Page";
import type { Version } from "../api";

export function datasetTabs(datasetId: string): Tab[] {
  const params = { datasetId };
  return [
    { label: t("Versions"), to: "/datasets/$datasetId", params },
    { label: t("Settings"), to: "/datasets/$datasetId/settings", params },
  ];
}

export function versionTabs(
  datasetId: string,
  versionId: string,
  version: Version | undefined,
): Tab[] {
  const params = { datasetId, versionId };
  return [
    {
      label: t("Assets"),
      to: "/datasets/$datasetId/$versionId",
      params,
      count: version?.asset_count ?? undefined,
    },
    { label: t("Analytics"), to: "/datasets/$datasetId/$versionId/analytics", params },
    { label: t("Settings"), to: "/datasets/$datasetId/$versionId/settings", params },
  ];
}
