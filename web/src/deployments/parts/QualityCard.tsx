// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Select } from "@/ui/kit";
import { LineChart } from "@/ui/LineChart";
import { Card, Stat, Stats } from "@/ui/Stat";
import {
  type Dashboard,
  type Figures,
  type Quality,
  type QualityItem,
  qualitySeries,
} from "../dashboard";
import { Nothing } from "./Nothing";

const KEYS = ["ap_50_95", "ap_50", "ap_75", "ar_50_95", "ar_50", "ar_75"] as const;
const NAMES: Record<string, string> = {
  ap_50_95: "mAP 50-95",
  ap_50: "mAP 50",
  ap_75: "mAP 75",
  ar_50_95: "Recall 50-95",
  ar_50: "Recall 50",
  ar_75: "Recall 75",
};

interface Props {
  dashboard: Dashboard;
  deploymentId: string;
}

/** Predictions against reviews: precision per reviewed image, over all, and per label (B.5). */
export function QualityCard({ dashboard, deploymentId }: Props) {
  const [key, setKey] = useState<string>("ap_50_95");
  const quality = dashboard.map;
  return (
    <Card
      title={t("Average precision of reviewed predictions")}
      extra={
        <>
          <span className="faint small">
            {t("{count} reviewed", { count: formatCount(quality?.reviewed ?? 0) })}
          </span>
          <Select
            size="xs"
            w={140}
            aria-label={t("Figure")}
            allowDeselect={false}
            value={key}
            onChange={(value) => value && setKey(value)}
            data={KEYS.map((value) => ({ value, label: NAMES[value] ?? value }))}
          />
        </>
      }
    >
      {quality === null || quality.reviewed === 0 ? (
        <NotReviewed deploymentId={deploymentId} />
      ) : (
        <QualityBody quality={quality} items={dashboard.map_items ?? []} figure={key} />
      )}
    </Card>
  );
}

function NotReviewed({ deploymentId }: { deploymentId: string }) {
  return (
    <Nothing
      text={t("Review predictions to measure the model in production")}
      action={
        <Link
          to="/deployments/$deploymentId/predictions"
          params={{ deploymentId }}
          search={{ status: "TO_REVIEW" }}
        >
          {t("Review predictions")}
        </Link>
      }
    />
  );
}

interface BodyProps {
  quality: Quality;
  items: readonly QualityItem[];
  figure: string;
}

function QualityBody({ quality, items, figure }: BodyProps) {
  return (
    <div className="stack">
      <Stats>
        <Stat
          name={t("Champion")}
          value={formatScore(quality.champion?.[figure])}
          note={t("what was served, by any version")}
        />
        {quality.shadow && (
          <Stat
            name={t("Shadow")}
            value={formatScore(quality.shadow[figure])}
            note={t("what ran beside it")}
          />
        )}
      </Stats>
      <LineChart
        label={NAMES[figure] ?? figure}
        isTime
        syncKey="deployment"
        series={qualitySeries(items, figure)}
      />
      {quality.champion_labels && <LabelTable labels={quality.champion_labels} />}
    </div>
  );
}

interface Row {
  label: string;
  figures: Figures;
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "label", header: "Label", value: (row) => row.label, cell: (row) => row.label },
  ...KEYS.map(
    (key): Column<Row> => ({
      id: key,
      header: NAMES[key] ?? key,
      align: "end",
      value: (row) => row.figures[key],
      cell: (row) => formatScore(row.figures[key]),
    }),
  ),
];

function LabelTable({ labels }: { labels: Record<string, Figures> }) {
  return (
    <DataTable
      label={t("Figures per label")}
      rows={Object.entries(labels).map(([label, figures]) => ({ label, figures }))}
      columns={COLUMNS}
      rowKey={(row) => row.label}
    />
  );
}
