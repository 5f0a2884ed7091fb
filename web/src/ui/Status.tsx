// SPDX-License-Identifier: Apache-2.0
import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconEye,
  IconLoader2,
  IconPlayerStop,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";

export type Tone = "neutral" | "ok" | "warn" | "danger" | "info" | "accent";

/** A short word on a quiet ground. */
export function Chip({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="chip" data-tone={tone}>
      {children}
    </span>
  );
}

type Look = [Tone, typeof IconCheck, string];

const LOOKS: Record<string, Look> = {
  PENDING: ["neutral", IconClock, "Pending"],
  WAITING: ["neutral", IconClock, "Waiting"],
  QUEUED: ["neutral", IconClock, "Queued"],
  COMPUTING: ["info", IconLoader2, "Computing"],
  RUNNING: ["info", IconLoader2, "Running"],
  SUCCEEDED: ["ok", IconCheck, "Succeeded"],
  SUCCESS: ["ok", IconCheck, "Success"],
  DONE: ["ok", IconCheck, "Done"],
  ACCEPTED: ["ok", IconCheck, "Accepted"],
  REVIEWED: ["ok", IconCheck, "Reviewed"],
  SUBMITTED: ["accent", IconCheck, "Submitted"],
  TO_REVIEW: ["warn", IconEye, "To review"],
  TERMINATED: ["neutral", IconPlayerStop, "Terminated"],
  CANCELED: ["neutral", IconPlayerStop, "Canceled"],
  KILLED: ["warn", IconPlayerStop, "Killed"],
  FAILED: ["danger", IconX, "Failed"],
  ERROR: ["danger", IconAlertTriangle, "Error"],
  REFUSED: ["danger", IconX, "Refused"],
  SKIPPED: ["neutral", IconX, "Skipped"],
};

/** A status as icon and word, never as colour alone. */
export function StatusChip({ status }: { status: string }) {
  const [tone, Icon, word] = LOOKS[status] ?? ["neutral" as Tone, IconClock, status];
  return (
    <Chip tone={tone}>
      <Icon size={13} aria-hidden />
      {t(word)}
    </Chip>
  );
}

/** The name of a label on its colour (24 fixed ones, by index from 0). */
export function LabelChip({ name, colorIndex }: { name: string; colorIndex: number }) {
  return (
    <span className="label-chip" style={{ background: labelColor(colorIndex) }}>
      {name}
    </span>
  );
}

export const LABEL_COLORS = 24;

export function labelColor(index: number): string {
  const number = (((index % LABEL_COLORS) + LABEL_COLORS) % LABEL_COLORS) + 1;
  return `var(--label-${String(number).padStart(2, "0")})`;
}
