// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { formatDate, formatDuration, formatMoment, formatTime } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Chart } from "@/ui/Chart";
import { Select } from "@/ui/kit";
import { LineChart, type LineSeries } from "@/ui/LineChart";
import { Card } from "@/ui/Stat";
import {
  type Bucket,
  type Dashboard,
  type LabelDistribution,
  labelSeries,
  sharesOf,
  volumeOf,
} from "../dashboard";
import { HeatGrid } from "./HeatGrid";
import { Nothing } from "./Nothing";

const ALL = "*";

/** How many predictions there were, and how long they took (B.1). */
export function LatencyCard({ dashboard }: { dashboard: Dashboard }) {
  const items = dashboard.latency;
  const series: LineSeries[] = [
    {
      name: t("Champion"),
      token: "--champion",
      x: items.map((item) => item.timestamp),
      y: items.map((item) => item.latency),
    },
  ];
  const shadowed = items.filter((item) => item.shadow_latency !== null);
  if (shadowed.length > 0) {
    series.push({
      name: t("Shadow"),
      token: "--shadow-model",
      x: shadowed.map((item) => item.timestamp),
      y: shadowed.map((item) => item.shadow_latency),
    });
  }
  return (
    <Card
      title={t("Latency, seconds")}
      extra={
        <span className="faint small">
          {t("mean {mean}, 95 % below {p95}", {
            mean: formatDuration(dashboard.totals.mean_latency),
            p95: formatDuration(dashboard.totals.p95_latency),
          })}
        </span>
      }
    >
      {items.length === 0 ? (
        <Nothing text={t("No predictions in this span of time")} />
      ) : (
        <LineChart label={t("Latency")} series={series} isTime syncKey="deployment" />
      )}
    </Card>
  );
}

export function VolumeCard({ dashboard }: { dashboard: Dashboard }) {
  const buckets = volumeOf(dashboard.latency.map((item) => item.timestamp));
  return (
    <Card
      title={t("Predictions")}
      extra={
        <span className="faint small">
          {t("last {moment}", { moment: formatMoment(dashboard.totals.last_at) })}
        </span>
      }
    >
      {buckets.length === 0 ? (
        <Nothing text={t("No predictions in this span of time")} />
      ) : (
        <Chart
          kind="bar"
          label={t("Predictions over time")}
          categories={buckets.map((bucket) => timeText(bucket.start, spanOf(buckets)))}
          series={[{ name: t("Predictions"), values: buckets.map((bucket) => bucket.count) }]}
          height={200}
        />
      )}
    </Card>
  );
}

const DAY = 86_400;

function spanOf(buckets: readonly Bucket[]): number {
  return (buckets.at(-1)?.start ?? 0) - (buckets[0]?.start ?? 0);
}

function timeText(seconds: number, span: number): string {
  const moment = new Date(seconds * 1000);
  return span < DAY ? formatTime(moment) : formatDate(moment.toISOString());
}

/** Where predicted shapes lie, for one label or all (B.4). */
export function HeatCard({ dashboard }: { dashboard: Dashboard }) {
  const names = Object.keys(dashboard.heat_map);
  const [chosen, setChosen] = useState(ALL);
  const name = names.includes(chosen) ? chosen : (names[0] ?? ALL);
  const values = dashboard.heat_map[name];
  return (
    <Card
      title={t("Heat map")}
      extra={
        names.length > 0 && (
          <Select
            size="xs"
            w={150}
            aria-label={t("Label of the heat map")}
            allowDeselect={false}
            value={name}
            onChange={(value) => value && setChosen(value)}
            data={names.map((one) => ({
              value: one,
              label: one === ALL ? t("All labels") : one,
            }))}
          />
        )
      }
    >
      {values === undefined || values.length === 0 ? (
        <Nothing text={t("No predicted shapes yet")} />
      ) : (
        <HeatGrid values={values} label={t("Where shapes of {name} lie", { name })} />
      )}
    </Card>
  );
}

/** Shapes per label of each prediction (B.7). */
export function LabelsCard({ dashboard }: { dashboard: Dashboard }) {
  const series = labelSeries(dashboard.labels_over_time);
  return (
    <Card title={t("Label distribution")}>
      {series.length === 0 ? (
        <Nothing text={t("No predicted shapes yet")} />
      ) : (
        <div className="stack">
          <LabelBars distribution={dashboard.label_distribution} />
          <LineChart
            label={t("Shapes per label over time")}
            series={series}
            isTime
            syncKey="deployment"
            height={150}
          />
        </div>
      )}
    </Card>
  );
}

function LabelBars({ distribution }: { distribution: LabelDistribution }) {
  const { production, shadow } = distribution;
  const names = Object.keys(production);
  const bars = (name: string, counts: Record<string, number>, token: string) => ({
    name,
    values: names.map((label) => counts[label] ?? 0),
    token,
  });
  const hasShadow = Object.keys(shadow).length > 0;
  return (
    <Chart
      kind="bar"
      label={t("Shapes per label")}
      categories={names}
      series={[
        bars(t("Champion"), production, "--champion"),
        ...(hasShadow ? [bars(t("Shadow"), shadow, "--shadow-model")] : []),
      ]}
      height={150}
    />
  );
}

/** Training against production, each as shares of its own sum (B.8). */
export function GlobalCard({ dashboard }: { dashboard: Dashboard }) {
  const { production, training } = dashboard.label_distribution;
  const names = [...new Set([...Object.keys(production), ...Object.keys(training ?? {})])];
  return (
    <Card title={t("Global distribution")}>
      {training === null ? (
        <Nothing text={t("Choose the training data in the settings")} />
      ) : (
        <Chart
          kind="bar"
          label={t("Shares of labels in training and production")}
          categories={names}
          series={[
            { name: t("Training"), values: sharesOf(training, names), token: "--train" },
            { name: t("Production"), values: sharesOf(production, names), token: "--prod" },
          ]}
        />
      )}
    </Card>
  );
}
