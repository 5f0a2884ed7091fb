// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense } from "react";
import { Skeleton } from "./states";

export interface HeatMapProps {
  kind: "heat";
  /** Names along x and y. */
  columns: readonly string[];
  rows: readonly string[];
  /** values[row][column] */
  values: readonly (readonly number[])[];
  height?: number;
  label: string;
  /** Show each value in its cell (confusion matrix). */
  hasFigures?: boolean;
  onPick?: (row: number, column: number) => void;
}

export interface BarChartProps {
  kind: "bar";
  categories: readonly string[];
  series: readonly { name: string; values: readonly number[]; token?: string }[];
  height?: number;
  label: string;
  onPick?: (category: number) => void;
}

export type ChartProps = HeatMapProps | BarChartProps;

const Engine = lazy(() => import("./ChartEngine").then((m) => ({ default: m.ChartEngine })));

/** Heat maps, confusion matrices and bars; the engine is loaded with the first of them. */
export function Chart(props: ChartProps) {
  const height = props.height ?? 240;
  return (
    <Suspense fallback={<Skeleton height={height} />}>
      {props.kind === "bar" && props.series.length > 1 && <BarLegend series={props.series} />}
      <Engine {...props} height={height} />
    </Suspense>
  );
}

const SERIES_COLORS = 6;

function BarLegend({ series }: { series: BarChartProps["series"] }) {
  return (
    <div className="chart-legend">
      {series.map((one, index) => (
        <span key={one.name} className="chart-key">
          <i
            style={{ background: `var(${one.token ?? `--series-${(index % SERIES_COLORS) + 1}`})` }}
          />
          {one.name}
        </span>
      ))}
    </div>
  );
}
