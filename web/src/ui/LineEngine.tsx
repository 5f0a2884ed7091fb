// SPDX-License-Identifier: Apache-2.0
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatDate, formatFigure, formatTime } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { readToken, seriesColor, useThemeStamp } from "./chartTokens";
import { Button } from "./kit";
import type { LineChartProps, LineSeries } from "./LineChart";

type Options = UPlot.Options;

/** The engine behind LineChart: uPlot with the look of the product. */
export function LineEngine(props: LineChartProps & { height: number }) {
  const { series, height, syncKey, isTime = false, label } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const stamp = useThemeStamp();
  const [isTable, setTable] = useState(false);
  const data = useMemo(() => joinSeries(series, isTime), [series, isTime]);
  const names = series.map((one) => one.name).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: stamp and names say when to draw anew
  useEffect(() => {
    if (!host.current || width === 0 || isTable) return;
    const options = optionsOf(series, { width, height, syncKey, isTime });
    const plot = new UPlot(options, data, host.current);
    return () => plot.destroy();
  }, [data, width, height, stamp, names, isTable, isTime, syncKey]);
  return (
    <div ref={ref}>
      <div className="row">
        <div className="chart-legend grow">
          {series.map((one, index) => (
            <span key={one.name} className="chart-key">
              <i style={{ background: colorOf(one, index) }} />
              <span className="truncate" title={one.name}>
                {one.name}
              </span>
              <b>{formatFigure(lastOf(one.y))}</b>
            </span>
          ))}
        </div>
        <Button variant="subtle" flex="none" onClick={() => setTable(!isTable)}>
          {isTable ? t("View as chart") : t("View as table")}
        </Button>
      </div>
      {isTable ? (
        <SeriesTable series={series} />
      ) : (
        <div ref={host} role="img" aria-label={label} style={{ height }} />
      )}
    </div>
  );
}

function colorOf(one: LineSeries, index: number): string {
  return one.token ? readToken(one.token) : seriesColor(index);
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value != null) ?? null;
}

function SeriesTable({ series }: { series: readonly LineSeries[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className="chart-table" tabIndex={0}>
      <table className="table">
        <tbody>
          {series.flatMap((one) =>
            one.x.map((x, index) => (
              <tr key={`${one.name}-${x}`}>
                <td>{one.name}</td>
                <td className="num">{x}</td>
                <td className="num">{formatFigure(one.y[index], 6)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Put series with x values of their own onto one common x axis. */
export function joinSeries(series: readonly LineSeries[], isTime = false): UPlot.AlignedData {
  const known = [...new Set(series.flatMap((one) => [...one.x]))].sort((a, b) => a - b);
  const pauses = isTime ? pausesOf(known) : [];
  const xs = [...known, ...pauses].sort((a, b) => a - b);
  const position = new Map(xs.map((x, index) => [x, index]));
  const columns = series.map((one) => {
    const column: (number | null | undefined)[] = new Array(xs.length).fill(undefined);
    one.x.forEach((x, index) => {
      column[position.get(x) ?? 0] = one.y[index] ?? null;
    });
    for (const x of pauses) column[position.get(x) ?? 0] = null;
    return column;
  });
  return [xs, ...columns] as UPlot.AlignedData;
}

const PAUSE_SHARE = 0.1;

/** Moments in the middle of long stretches without a value: no line is drawn across them. */
function pausesOf(xs: readonly number[]): number[] {
  const span = (xs.at(-1) ?? 0) - (xs[0] ?? 0);
  return xs.slice(1).flatMap((x, index) => {
    const before = xs[index] ?? x;
    return x - before > span * PAUSE_SHARE && xs.length > MOST_SPARSE ? [(x + before) / 2] : [];
  });
}

const MOST_SPARSE = 12;

interface Frame {
  width: number;
  height: number;
  syncKey: string | undefined;
  isTime: boolean;
}

const WHOLE_STEPS = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/** Epochs and steps are counted: no tick lies between two of them. */
function areWhole(series: readonly LineSeries[]): boolean {
  return series.every((one) => one.x.every(Number.isInteger));
}

const DAY = 86_400;

/** The clock at each tick; the date below the first one and wherever it changes. */
function clockOf(_: UPlot, ticks: number[], __: number, ___: number, step: number): string[] {
  let last = "";
  return ticks.map((tick) => {
    const moment = new Date(tick * 1000);
    const date = formatDate(moment.toISOString());
    if (step >= DAY) return date;
    const time = step < 60 ? formatTime(moment) : formatTime(moment).slice(0, 5);
    const text = date === last ? time : `${time}\n${date}`;
    last = date;
    return text;
  });
}

function optionsOf(series: readonly LineSeries[], frame: Frame): Options {
  const axis = {
    stroke: readToken("--text-3"),
    grid: { stroke: readToken("--grid"), width: 1 },
    ticks: { show: false },
    font: `11px ${readToken("--font-sans")}`,
  };
  return {
    width: frame.width,
    height: frame.height,
    legend: { show: false },
    cursor: {
      ...(frame.syncKey ? { sync: { key: frame.syncKey } } : {}),
      points: { size: 6 },
    },
    scales: { x: { time: frame.isTime } },
    axes: [
      // times need a second line for their date
      frame.isTime
        ? { ...axis, size: 42, values: clockOf }
        : { ...axis, size: 28, ...(areWhole(series) ? { incrs: WHOLE_STEPS } : {}) },
      { ...axis, size: 52, values: (_, ticks) => ticks.map((tick) => formatFigure(tick, 4)) },
    ],
    series: [
      {},
      ...series.map((one, index) => ({
        label: one.name,
        stroke: colorOf(one, index),
        width: 1.5,
        spanGaps: !frame.isTime,
        points: { show: one.x.length < 2, size: 5 },
      })),
    ],
  };
}
