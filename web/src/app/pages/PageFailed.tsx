// SPDX-License-Identifier: Apache-2.0
import { IconMapOff } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { ErrorState } from "@/ui/states";

/** Shown in place of a page that could not be drawn. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <main style={{ padding: 16 }}>
      <ErrorState error={error} onRetry={reset} />
    </main>
  );
}

export function PageMissing() {
  return (
    <main className="empty">
      <IconMapOff size={32} aria-hidden />
      <h1 className="heading-small">{t("There is no page at this address")}</h1>
      <Link to="/">{t("Home")}</Link>
    </main>
  );
}
