// SPDX-License-Identifier: Apache-2.0
const LOCALE = "en";
const integers = new Intl.NumberFormat(LOCALE);
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
const dates = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium" });
const moments = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: "medium",
  timeStyle: "short",
  hourCycle: "h23",
});
const times = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium", hourCycle: "h23" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
const ABSENT = "–";

export function formatCount(value: number | null | undefined): string {
  return value == null || !Number.isFinite(value) ? ABSENT : integers.format(value);
}

export function formatCompact(value: number | null | undefined): string {
  return value == null || !Number.isFinite(value) ? ABSENT : compact.format(value);
}

/** A figure with at most `digits` significant decimals; tiny ones in scientific form. */
export function formatFigure(value: number | null | undefined, digits = 3): string {
  if (value == null || !Number.isFinite(value)) return ABSENT;
  if (value !== 0 && Math.abs(value) < 10 ** -digits) return value.toExponential(2);
  return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(value);
}

/** A score between 0 and 1: always three decimals, so that columns line up. */
export function formatScore(value: number | null | undefined): string {
  return value == null || !Number.isFinite(value) ? ABSENT : value.toFixed(3);
}

export function formatPercent(ratio: number | null | undefined, digits = 1): string {
  if (ratio == null || !Number.isFinite(ratio)) return ABSENT;
  return new Intl.NumberFormat(LOCALE, {
    style: "percent",
    maximumFractionDigits: digits,
  }).format(ratio);
}

export function formatDate(value: string | null | undefined): string {
  const date = parse(value);
  return date ? dates.format(date) : ABSENT;
}

/** Hours, minutes and seconds of the clock. */
export function formatTime(moment: Date): string {
  return times.format(moment);
}

export function formatMoment(value: string | null | undefined): string {
  const date = parse(value);
  return date ? moments.format(date) : ABSENT;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 hours ago"; older than a week as a date. */
export function formatAgo(value: string | null | undefined, now = Date.now()): string {
  const date = parse(value);
  if (!date) return ABSENT;
  const secs = (date.getTime() - now) / 1000;
  if (Math.abs(secs) > 7 * 86_400) return dates.format(date);
  for (const [unit, length] of STEPS) {
    if (Math.abs(secs) >= length) return relative.format(Math.round(secs / length), unit);
  }
  return relative.format(0, "second");
}

export function formatDuration(secs: number | null | undefined): string {
  if (secs == null || !Number.isFinite(secs)) return ABSENT;
  if (secs < 1) return `${Math.round(secs * 1000)} ms`;
  if (secs < 60) return `${formatFigure(secs, secs < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(secs / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(secs % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something ran; what is over at once has no figure. */
export function formatElapsed(secs: number | null | undefined): string {
  return secs != null && secs < 1 ? "< 1 s" : formatDuration(secs);
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes == null || !Number.isFinite(bytes)) return ABSENT;
  const units = ["B", "KB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${formatFigure(bytes / 1000 ** step, step === 0 ? 0 : 1)} ${units[step] ?? ""}`;
}

function parse(value: string | null | undefined): Date | null {
  if (!value) return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}
