// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatAgo, formatFigure, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { MetricStats, typeWord } from "@/registry";
import { Card, Facts } from "@/ui/Stat";
import { Chip, LabelChip, StatusChip } from "@/ui/Status";
import { type Log, logsQuery, type Overview } from "../api";
import { ExperimentFrame } from "../parts/ExperimentFrame";
import { LabelMetrics } from "../parts/LabelMetrics";
import { VersionLink } from "../parts/VersionLink";

/** Everything that was set, and the figures of the training (XO-01, EX-14). */
export function OverviewPage() {
  return (
    <ExperimentFrame isFull>
      {(experiment) => (
        <>
          <OverviewFigures experiment={experiment} />
          <div className="split" style={{ padding: 16 }}>
            <div className="stack">
              <DatasetsCard experiment={experiment} />
              <LabelMetrics metrics={experiment.metrics} />
            </div>
            <div className="stack">
              <AboutCard experiment={experiment} />
              <LabelmapCard experimentId={experiment.id} />
            </div>
          </div>
        </>
      )}
    </ExperimentFrame>
  );
}

function OverviewFigures({ experiment }: { experiment: Overview }) {
  const { data } = useQuery(logsQuery(experiment.id));
  const values = (data?.items ?? []).filter((log) => log.type === "VALUE");
  return (
    <>
      <MetricStats metrics={experiment.metrics} />
      {values.length > 0 && (
        <div className="logged-values small">
          <span className="faint">{t("Logged by the training")}</span>
          {values.map((log) => (
            <span key={log.id}>
              {log.name} <b>{valueText(log)}</b>
            </span>
          ))}
        </div>
      )}
    </>
  );
}

function valueText(log: Log): string {
  return typeof log.data === "number" ? formatFigure(log.data) : String(log.data);
}

function DatasetsCard({ experiment }: { experiment: Overview }) {
  return (
    <Card title={t("Dataset versions")}>
      {experiment.datasets.length === 0 && (
        <span className="faint">{t("No dataset version attached")}</span>
      )}
      <div className="stack">
        {experiment.datasets.map((one) => (
          <div key={one.name} className="row">
            <Chip tone="accent">{one.name}</Chip>
            <VersionLink version={one.dataset_version} />
            <span className="faint small">
              {t("{count, plural, one {# image} other {# images}}", {
                count: one.dataset_version.asset_count,
              })}
            </span>
          </div>
        ))}
      </div>
    </Card>
  );
}

function AboutCard({ experiment }: { experiment: Overview }) {
  const base = experiment.base_model_version;
  const { job } = experiment;
  return (
    <Card title={t("About")}>
      <Facts
        facts={[
          [t("Type"), typeWord(experiment.type)],
          [
            t("Base model"),
            base ? (
              <Link key="base" to="/models/versions/$versionId" params={{ versionId: base.id }}>
                {`${base.origin.name} / ${base.name} v${base.version}`}
              </Link>
            ) : (
              "–"
            ),
          ],
          [
            t("Base experiment"),
            experiment.base_experiment_id ? (
              <Link
                key="experiment"
                to="/experiments/$experimentId"
                params={{ experimentId: experiment.base_experiment_id }}
              >
                {t("Open")}
              </Link>
            ) : (
              "–"
            ),
          ],
          [
            t("Constraints"),
            experiment.dataset_constraints.map((set) => set.aliases.join(" + ")).join(", ") || "–",
          ],
          [
            t("Job"),
            job ? (
              <Link
                key="job"
                to="/jobs/$jobId"
                params={{ jobId: job.id }}
                search={{}}
                className="row"
              >
                <StatusChip status={job.status} />
              </Link>
            ) : (
              t("Not launched")
            ),
          ],
          [
            t("Created"),
            `${formatMoment(experiment.created_at)} (${formatAgo(experiment.created_at)})`,
          ],
          [t("Description"), experiment.description || "–"],
        ]}
      />
    </Card>
  );
}

function LabelmapCard({ experimentId }: { experimentId: string }) {
  const { data } = useQuery(logsQuery(experimentId));
  const labelmap = data?.items.find((log) => log.name === "labelmap")?.data;
  if (typeof labelmap !== "object" || labelmap === null) return null;
  return (
    <Card title={t("Labels")}>
      <span className="row-wrap">
        {Object.entries(labelmap as Record<string, string>).map(([index, name]) => (
          <LabelChip key={index} name={`${index} ${name}`} colorIndex={Number(index)} />
        ))}
      </span>
    </Card>
  );
}
