// SPDX-License-Identifier: Apache-2.0
import { lazy, Suspense } from "react";
import { Skeleton } from "./states";

export interface LineSeries {
  name: string;
  x: readonly number[];
  y: readonly (number | null)[];
  /** A token such as "--champion"; the series colours in turn without. */
  token?: string;
}

export interface LineChartProps {
  series: readonly LineSeries[];
  height?: number;
  /** Charts with the same key share one cross-hair. */
  syncKey?: string;
  /** x is seconds since the epoch. */
  isTime?: boolean;
  label: string;
}

const Engine = lazy(() => import("./LineEngine").then((m) => ({ default: m.LineEngine })));

/** Curves over steps or time; the engine is loaded with the first chart. */
export function LineChart(props: LineChartProps) {
  const height = props.height ?? 200;
  return (
    <Suspense fallback={<Skeleton height={height} />}>
      <Engine {...props} height={height} />
    </Suspense>
  );
}
