// SPDX-License-Identifier: Apache-2.0
import type { LineSeries } from "@/ui/LineChart";
import type { Curve } from "../api";

export interface CurveGroup {
  title: string;
  curves: Curve[];
}

/** "train/loss" and "val/loss" share a chart; a name without prefix has its own. */
export function groupCurves(curves: readonly Curve[]): CurveGroup[] {
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) {
    const title = titleOf(curve.name);
    groups.set(title, [...(groups.get(title) ?? []), curve]);
  }
  return [...groups].map(([title, found]) => ({ title, curves: found }));
}

const PREFIX = /^(train|val|valid|validation|test|eval)[/_.:-]/i;
const SUFFIX = /[/_.:-](train|val|valid|validation|test|eval)$/i;

export function titleOf(name: string): string {
  const bare = name.replace(PREFIX, "").replace(SUFFIX, "");
  return bare.slice(bare.lastIndexOf("/") + 1) || name;
}

/** Exponential moving average; weight 0 leaves the values as they are. */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let last: number | null = null;
  return values.map((value) => {
    last = last === null ? value : last * weight + value * (1 - weight);
    return last;
  });
}

export function seriesOf(curves: readonly Curve[], weight: number): LineSeries[] {
  return curves.map((curve) => ({
    name: curve.name,
    x: curve.steps,
    y: smooth(curve.values, weight),
  }));
}
