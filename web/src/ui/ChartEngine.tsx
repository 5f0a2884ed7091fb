// SPDX-License-Identifier: Apache-2.0
import { BarChart, HeatmapChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { BarChartProps, ChartProps, HeatMapProps } from "./Chart";
import { readToken, seriesColor, useThemeStamp } from "./chartTokens";

use([
  BarChart,
  HeatmapChart,
  AriaComponent,
  GridComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** The engine behind Chart: ECharts on a canvas with the look of the product. */
export function ChartEngine(props: ChartProps & { height: number }) {
  const host = useRef<HTMLDivElement>(null);
  const stamp = useThemeStamp();
  const { onPick } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says when the theme changed
  useEffect(() => {
    if (!host.current) return;
    const chart = init(host.current, null, { renderer: "canvas" });
    chart.setOption(props.kind === "heat" ? heatOption(props) : barOption(props));
    chart.on("click", (event) => {
      if (props.kind === "bar") props.onPick?.(event.dataIndex);
      else if (Array.isArray(event.value)) {
        props.onPick?.(Number(event.value[1]), Number(event.value[0]));
      }
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(host.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [JSON.stringify(props), stamp, onPick]);
  return <div ref={host} role="img" aria-label={props.label} style={{ height: props.height }} />;
}

function fontLook() {
  return { fontFamily: readToken("--font-sans") };
}

function axisLook() {
  const text = { color: readToken("--text-3"), fontSize: 11 };
  const line = { lineStyle: { color: readToken("--axis") } };
  return {
    axisLabel: text,
    axisLine: line,
    axisTick: { show: false },
    splitLine: { lineStyle: { color: readToken("--grid") } },
  };
}

function tooltipLook() {
  return {
    // the policy of the pages allows no inline style in markup: the tip is drawn, not written
    renderMode: "richText" as const,
    backgroundColor: readToken("--surface-pop"),
    borderColor: readToken("--line-strong"),
    textStyle: { color: readToken("--text-1"), fontSize: 12 },
  };
}

function heatOption(props: HeatMapProps) {
  const cells = props.values.flatMap((row, y) => row.map((value, x) => [x, y, value]));
  const most = Math.max(1e-9, ...cells.map((cell) => cell[2] ?? 0));
  const ink = { color: readToken("--text-1"), fontSize: 11 };
  return {
    aria: { enabled: true },
    animation: false,
    textStyle: fontLook(),
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: tooltipLook(),
    xAxis: {
      type: "category" as const,
      data: [...props.columns],
      position: "top" as const,
      ...axisLook(),
    },
    yAxis: { type: "category" as const, data: [...props.rows], inverse: true, ...axisLook() },
    visualMap: {
      show: false,
      min: 0,
      max: most,
      inRange: { color: [0, 1, 2, 3, 4].map((step) => readToken(`--heat-${step}`)) },
    },
    series: [
      {
        type: "heatmap" as const,
        data: cells,
        label: { show: props.hasFigures ?? false, ...ink },
        itemStyle: { borderColor: readToken("--surface-1"), borderWidth: 1 },
      },
    ],
  };
}

function barOption(props: BarChartProps) {
  return {
    aria: { enabled: true },
    animation: false,
    textStyle: fontLook(),
    grid: { left: 8, right: 8, top: 12, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis" as const, ...tooltipLook() },
    xAxis: { type: "category" as const, data: [...props.categories], ...axisLook() },
    yAxis: { type: "value" as const, ...axisLook() },
    series: props.series.map((one, index) => ({
      type: "bar" as const,
      name: one.name,
      data: [...one.values],
      barMaxWidth: 28,
      itemStyle: { color: one.token ? readToken(one.token) : seriesColor(index) },
    })),
  };
}
