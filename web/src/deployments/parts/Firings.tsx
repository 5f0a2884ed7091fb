// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Card } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import type { Firing } from "../pipeline";

const COLUMNS: readonly Column<Firing>[] = [
  { id: "generation", header: "No", width: 48, cell: (one) => one.generation },
  { id: "created", header: "Threshold reached", cell: (one) => formatMoment(one.created_at) },
  {
    id: "experiment",
    header: "Experiment",
    cell: (one) =>
      one.experiment_id ? (
        <Link to="/experiments/$experimentId" params={{ experimentId: one.experiment_id }}>
          {t("Open")}
        </Link>
      ) : (
        "–"
      ),
  },
  {
    id: "status",
    header: "Outcome",
    cell: (one) => one.failed_reason ?? <StatusChip status={one.finished_status ?? "RUNNING"} />,
  },
  {
    id: "version",
    header: "New version",
    cell: (one) =>
      one.model_version_id ? (
        <Link to="/models/versions/$versionId" params={{ versionId: one.model_version_id }}>
          {t("Open")}
        </Link>
      ) : (
        "–"
      ),
  },
];

/** Trainings that the feedback loop started, newest first. */
export function Firings({ firings }: { firings: readonly Firing[] }) {
  if (firings.length === 0) return null;
  return (
    <Card title={t("Trainings started by the feedback loop")}>
      <DataTable
        label={t("Trainings started by the feedback loop")}
        rows={firings}
        columns={COLUMNS}
        rowKey={(one) => String(one.generation)}
      />
    </Card>
  );
}
