// SPDX-License-Identifier: Apache-2.0
import { IconMapOff } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { ErrorState } from "@/ui/states";

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
    <div className="empty">
      <IconMapOff size={32} aria-hidden />
      <h1 className="heading-small">{t("There is no page at this address")}</h1>
      <Link to="/">{t("Home")}</Link>
    </div>
  );
}
