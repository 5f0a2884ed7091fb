// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import type { Tab } from "@/ui/Page";

export function lakeTabs(lakeId: string): Tab[] {
  const params = { lakeId };
  return [
    { label: t("Data"), to: "/datalakes/$lakeId", params },
    { label: t("Tags"), to: "/datalakes/$lakeId/tags", params },
  ];
}
