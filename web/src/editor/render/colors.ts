// SPDX-License-Identifier: Apache-2.0
const LABELS = 24;
const cache = new Map<string, string>();

function read(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Value of a design token that is the same in both themes (label colours, halo). */
export function token(name: string): string {
  const known = cache.get(name);
  if (known) return known;
  const value = read(name);
  if (value) cache.set(name, value);
  return value;
}

export function labelPaint(index: number): string {
  const number = (((index % LABELS) + LABELS) % LABELS) + 1;
  return token(`--label-${String(number).padStart(2, "0")}`);
}

/** Colour by its number among the label colours, by its design token, or as it stands. */
export function paintOf(color: number | string): string {
  if (typeof color === "number") return labelPaint(color);
  // tokens other than those of labels differ by theme: never remembered
  return color.startsWith("--") ? read(color) : color;
}
