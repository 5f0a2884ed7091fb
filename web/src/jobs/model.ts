// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";

const KINDS: Record<string, string> = {
  TRAINING: "Training",
  PROCESSING: "Processing",
  INTERNAL: "Internal",
};

export function kindWord(kind: string): string {
  return t(KINDS[kind] ?? kind);
}

/** Seconds between start and end, up to now while running; null before the start. */
export function elapsedSecs(
  timed: { started_at?: string | null; ended_at?: string | null },
  now = Date.now(),
): number | null {
  if (!timed.started_at) return null;
  const end = timed.ended_at ? Date.parse(timed.ended_at) : now;
  return Math.max(0, (end - Date.parse(timed.started_at)) / 1000);
}
