// SPDX-License-Identifier: Apache-2.0
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/kernel/api/client";
import type { ModelVersion } from "@/registry";
import type { LineSeries } from "@/ui/LineChart";

export interface Totals {
  count: number;
  mean_latency: number | null;
  p50_latency: number | null;
  p95_latency: number | null;
  shadow_count: number;
  mean_shadow_latency: number | null;
  outliers: number;
  scored: number;
  first_at: string | null;
  last_at: string | null;
}

export interface LatencyItem {
  id: string;
  predicted_asset_id: string | null;
  timestamp: number;
  latency: number;
  shadow_latency: number | null;
  objects?: number;
}

export interface LabelDistribution {
  production: Record<string, number>;
  shadow: Record<string, number>;
  training: Record<string, number> | null;
  predictions: number;
}

export interface LabelsItem {
  id: string;
  timestamp: number;
  labels: Record<string, number>;
}

export interface Outliers {
  threshold: number | null;
  items: { id: string; timestamp: number; outlier_score: number; is_outlier: boolean }[];
}

export interface Curve {
  values: number[];
  shares: number[];
}

export interface Drift {
  verdict: string;
  is_drift?: boolean;
  d?: number | null;
  p?: number | null;
  training_images?: number;
  production_images?: number;
  features?: { name: string; d: number; p: number; corrected_p: number; is_drift: boolean }[];
  curves?: Record<string, { training: Curve; production: Curve }>;
  infos?: { info: string };
}

export type Figures = Record<string, number>;

export interface Quality {
  reviewed: number;
  champion: Figures | null;
  shadow: Figures | null;
  champion_labels: Record<string, Figures> | null;
  shadow_labels: Record<string, Figures> | null;
  /** By model version, whatever its role was then. */
  versions: Record<string, Figures & { reviewed: number }>;
}

/** Figures of one reviewed prediction. */
export interface QualityItem {
  id: string;
  timestamp: number;
  champion: Figures | null;
  shadow: Figures | null;
}

export interface Classification {
  count: number;
  total: {
    confusion: { categories: string[]; values: number[][] };
    labels: Record<string, Figures>;
    accuracy: number;
  } | null;
}

export interface Dashboard {
  type: string;
  champion: ModelVersion | null;
  shadow: ModelVersion | null;
  totals: Totals;
  /** By model version, as champion or shadow. */
  versions: Record<string, { count: number; mean_latency: number | null }>;
  statuses: Record<string, number>;
  latency: LatencyItem[];
  label_distribution: LabelDistribution;
  labels_over_time: LabelsItem[];
  heat_map: Record<string, number[][]>;
  outlier: Outliers;
  ks_drift: Drift;
  /** Null for classifications, which have `classification` in its place. */
  map: Quality | null;
  map_items: QualityItem[] | null;
  classification: Classification | null;
}

export const RANGES = [
  { value: "hour", label: "Hour" },
  { value: "day", label: "24 h" },
  { value: "week", label: "7 days" },
  { value: "month", label: "30 days" },
  { value: "year", label: "Year" },
  { value: "all", label: "All" },
] as const;
export type Range = (typeof RANGES)[number]["value"];

export function dashboardQuery(deploymentId: string, range: Range) {
  return queryOptions({
    queryKey: ["deployment", "dashboard", deploymentId, range],
    queryFn: ({ signal }) =>
      api.get<Dashboard>(`/api/deployment/${deploymentId}/dashboard`, {
        query: { range },
        signal,
      }),
  });
}

export interface Bucket {
  start: number;
  count: number;
}

const BUCKETS = 40;

/** Number of predictions in equal spans of time between the first and the last one. */
export function volumeOf(times: readonly number[], most = BUCKETS): Bucket[] {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  const width = Math.max(1e-3, (last - first) / most);
  const size = Math.floor((last - first) / width) + 1;
  const buckets = Array.from({ length: size }, (_, index) => ({
    start: first + index * width,
    count: 0,
  }));
  for (const time of times) {
    const bucket = buckets[Math.min(size - 1, Math.floor((time - first) / width))];
    if (bucket) bucket.count += 1;
  }
  return buckets;
}

/** One line per label over time. */
export function labelSeries(items: readonly LabelsItem[]): LineSeries[] {
  const names = [...new Set(items.flatMap((item) => Object.keys(item.labels)))].sort();
  return names.map((name) => ({
    name,
    x: items.map((item) => item.timestamp),
    y: items.map((item) => item.labels[name] ?? 0),
  }));
}

/** Counts as shares of their sum, so that sets of different size can be compared. */
export function sharesOf(
  counts: Record<string, number> | null | undefined,
  names: readonly string[],
): number[] {
  const sum = names.reduce((total, name) => total + (counts?.[name] ?? 0), 0);
  return names.map((name) => (sum === 0 ? 0 : (counts?.[name] ?? 0) / sum));
}

/** A curve of one figure over the reviewed predictions, for champion and shadow. */
export function qualitySeries(items: readonly QualityItem[], key: string): LineSeries[] {
  const line = (name: "champion" | "shadow", title: string, token: string): LineSeries[] => {
    const seen = items.filter((item) => (item[name]?.[key] ?? -1) >= 0);
    if (seen.length === 0) return [];
    return [
      {
        name: title,
        token,
        x: seen.map((item) => item.timestamp),
        y: seen.map((item) => item[name]?.[key] ?? null),
      },
    ];
  };
  return [
    ...line("champion", "Champion", "--champion"),
    ...line("shadow", "Shadow", "--shadow-model"),
  ];
}
