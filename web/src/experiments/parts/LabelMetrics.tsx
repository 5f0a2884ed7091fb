// SPDX-License-Identifier: Apache-2.0
import { formatCount, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Chart } from "@/ui/Chart";
import { type Column, DataTable } from "@/ui/DataTable";
import { Card } from "@/ui/Stat";

interface Row {
  label: string;
  metrics: Record<string, number>;
}

interface Confusion {
  categories: string[];
  values: number[][];
}

/** Figures per label, and for classifications the confusion matrix. */
export function LabelMetrics({ metrics }: { metrics: Record<string, unknown> | null }) {
  const labels = (metrics?.labels ?? {}) as Record<string, Record<string, number>>;
  const confusion = metrics?.confusion as Confusion | undefined;
  const rows = Object.entries(labels).map(([label, found]) => ({ label, metrics: found }));
  return (
    <>
      {rows.length > 0 && (
        <Card title={t("Figures per label")}>
          <DataTable
            label={t("Figures per label")}
            rows={rows}
            columns={columnsOf(rows)}
            rowKey={(row) => row.label}
          />
        </Card>
      )}
      {confusion && (
        <Card title={t("Confusion matrix")}>
          <Chart
            kind="heat"
            label={t("Confusion matrix")}
            columns={confusion.categories}
            rows={confusion.categories}
            values={confusion.values}
            hasFigures
            height={80 + 32 * confusion.categories.length}
          />
        </Card>
      )}
    </>
  );
}

const NAMES: Record<string, string> = {
  ap_50_95: "AP 50-95",
  ap_50: "AP 50",
  ap_75: "AP 75",
  ar_50_95: "Recall 50-95",
  precision: "Precision",
  recall: "Recall",
  f1: "F1",
  support: "Support",
};

function columnsOf(rows: readonly Row[]): Column<Row>[] {
  const keys = Object.keys(NAMES).filter((key) => rows.some((row) => key in row.metrics));
  return [
    { id: "label", header: t("Label"), value: (row) => row.label, cell: (row) => row.label },
    ...keys.map(
      (key): Column<Row> => ({
        id: key,
        header: NAMES[key] ?? key,
        align: "end",
        value: (row) => row.metrics[key],
        cell: (row) =>
          key === "support" ? formatCount(row.metrics[key]) : formatScore(row.metrics[key]),
      }),
    ),
  ];
}
