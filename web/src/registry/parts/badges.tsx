// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { Chip } from "@/ui/Status";
import type { ModelVersion } from "../api";

/** What a version can be used for (MR-08). */
export function Badges({ version }: { version: ModelVersion }) {
  return (
    <span className="row-wrap">
      {version.trainable && <Chip tone="info">{t("Trainable")}</Chip>}
      {version.deployable && <Chip tone="ok">{t("Deployable")}</Chip>}
    </span>
  );
}
