// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount, formatFigure } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Select } from "@/ui/kit";
import { LineChart, type LineSeries } from "@/ui/LineChart";
import { Card, Stat, Stats } from "@/ui/Stat";
import { Chip } from "@/ui/Status";
import type { Curve, Dashboard, Drift, Outliers } from "../dashboard";
import { Nothing } from "./Nothing";

interface Props {
  dashboard: Dashboard;
  deploymentId: string;
}

function SetUp({ deploymentId }: { deploymentId: string }) {
  return (
    <Link to="/deployments/$deploymentId/settings/training-data" params={{ deploymentId }}>
      {t("Choose the training data")}
    </Link>
  );
}

/** The page of the guide that explains the figures (MO-13). */
function Explanation() {
  return (
    <a className="small" href="/docs/guide/monitoring" target="_blank" rel="noreferrer">
      {t("What is this?")}
    </a>
  );
}

/** How unusual each image is compared with the training data (B.2). */
export function OutlierCard({ dashboard, deploymentId }: Props) {
  const { items, threshold } = dashboard.outlier;
  const found = items.filter((item) => item.is_outlier).length;
  return (
    <Card
      title={t("Outlier score")}
      extra={
        <>
          <span className="faint small">
            {t("{found} of {count} above the threshold", {
              found: formatCount(found),
              count: formatCount(items.length),
            })}
          </span>
          <Explanation />
        </>
      }
    >
      {items.length === 0 ? (
        <Nothing
          text={t("Scores appear for predictions made after the training data was computed")}
          action={threshold === null && <SetUp deploymentId={deploymentId} />}
        />
      ) : (
        <LineChart
          label={t("Outlier score")}
          isTime
          syncKey="deployment"
          series={outlierSeries(dashboard.outlier)}
        />
      )}
    </Card>
  );
}

function outlierSeries({ items, threshold }: Outliers): LineSeries[] {
  const x = items.map((item) => item.timestamp);
  const scores = { name: t("Score"), x, y: items.map((item) => item.outlier_score) };
  if (threshold === null) return [{ ...scores, token: "--prod" }];
  return [
    { ...scores, token: "--prod" },
    { name: t("Threshold"), x, y: x.map(() => threshold), token: "--danger" },
  ];
}

/** Training and production distributions of each feature, and the test between them (B.3). */
export function DriftCard({ dashboard, deploymentId }: Props) {
  const drift = dashboard.ks_drift;
  const [chosen, setChosen] = useState<string | null>(null);
  const names = Object.keys(drift.curves ?? {});
  const name = chosen !== null && names.includes(chosen) ? chosen : names[0];
  return (
    <Card
      title={t("KS drift")}
      extra={
        <>
          {drift.curves && <DriftChip drift={drift} />}
          {names.length > 1 && name && (
            <Select
              size="xs"
              w={150}
              aria-label={t("Feature")}
              allowDeselect={false}
              value={name}
              onChange={setChosen}
              data={names}
            />
          )}
          <Explanation />
        </>
      }
    >
      {name === undefined ? (
        <Nothing
          text={drift.infos?.info ?? t("Drift is not computed yet")}
          action={<SetUp deploymentId={deploymentId} />}
        />
      ) : (
        <DriftBody drift={drift} feature={name} />
      )}
    </Card>
  );
}

function DriftBody({ drift, feature }: { drift: Drift; feature: string }) {
  const curves = drift.curves?.[feature];
  if (!curves) return null;
  const line = (name: string, curve: Curve, token: string) => ({
    name,
    x: curve.values,
    y: curve.shares,
    token,
  });
  return (
    <div className="stack">
      <DriftFigures drift={drift} feature={feature} />
      <LineChart
        label={t("Share of images below a value of {name}", { name: feature })}
        series={[
          line(t("Training"), curves.training, "--train"),
          line(t("Production"), curves.production, "--prod"),
        ]}
      />
    </div>
  );
}

function DriftChip({ drift }: { drift: Drift }) {
  if (drift.is_drift) return <Chip tone="danger">{t("Drift")}</Chip>;
  return <Chip tone={drift.verdict === "no drift" ? "ok" : "neutral"}>{t(drift.verdict)}</Chip>;
}

function DriftFigures({ drift, feature }: { drift: Drift; feature: string | null }) {
  const found = drift.features?.find((one) => one.name === feature);
  return (
    <Stats>
      <Stat name="D" value={formatFigure(found?.d ?? drift.d)} note={feature} />
      <Stat
        name="p"
        value={formatFigure(found?.corrected_p ?? drift.p)}
        note={t("corrected for {count} features", { count: drift.features?.length ?? 1 })}
      />
      <Stat
        name={t("Images")}
        value={formatCount(drift.production_images)}
        note={t("{count} in training", { count: formatCount(drift.training_images) })}
      />
    </Stats>
  );
}
