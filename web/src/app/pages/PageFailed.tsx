// SPDX-License-Identifier: Apache-2.0
import { IconMapOff } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { EmptyState, ErrorState } from "@/ui/states";

/** Shown in place of a page that could not be drawn. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <div style={{ padding: 16 }}>
      <ErrorState error={error} onRetry={reset} />
    </div>
  );
}

export function PageMissing() {
  return (
    <EmptyState
      icon={<IconMapOff size={32} />}
      title={t("There is no page at this address")}
      action={<Link to="/">{t("Home")}</Link>}
    />
  );
}
