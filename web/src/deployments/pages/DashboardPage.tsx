// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatFigure,
  formatPercent,
  formatScore,
} from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { BoxedImage } from "@/ui/BoxLayer";
import { SegmentedControl } from "@/ui/kit";
import { Card, Stat, Stats } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import { type Deployment, lastPredictionsQuery, type PredictedAsset } from "../api";
import { type Dashboard, dashboardQuery, RANGES, type Range } from "../dashboard";
import { drawnShapes, predictionOf } from "../model";
import { ClassificationCard } from "../parts/ClassificationCard";
import { DeploymentFrame } from "../parts/DeploymentFrame";
import { DriftCard, OutlierCard } from "../parts/DriftCards";
import { ChampionCard, ShadowCard } from "../parts/ModelCards";
import { Nothing } from "../parts/Nothing";
import { QualityCard } from "../parts/QualityCard";
import { GlobalCard, HeatCard, LabelsCard, LatencyCard, VolumeCard } from "../parts/TrafficCards";

const REFRESH_MS = 20_000;

/** How the deployed model does: traffic, shapes, unusual images, drift, precision (MO-01…MO-10). */
export function DashboardPage() {
  return (
    <DeploymentFrame isFull>
      {(deployment) => <DashboardBody deployment={deployment} />}
    </DeploymentFrame>
  );
}

function DashboardBody({ deployment }: { deployment: Deployment }) {
  const navigate = useNavigate();
  const { range = "all" } = useSearch({ from: "/signed-in/deployments/$deploymentId" });
  const query = useQuery({
    ...dashboardQuery(deployment.id, range),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <div className="toolbar">
        <SegmentedControl
          aria-label={t("Span of time")}
          value={range}
          onChange={(value) =>
            void navigate({
              to: "/deployments/$deploymentId",
              params: { deploymentId: deployment.id },
              search: { range: value as Range },
              replace: true,
            })
          }
          data={RANGES.map((one) => ({ value: one.value, label: t(one.label) }))}
        />
        {deployment.not_served_reason && (
          <span className="small quiet">{deployment.not_served_reason}</span>
        )}
      </div>
      <Loaded query={query}>
        {(dashboard) => (
          <>
            <Overview dashboard={dashboard} />
            <Cards deployment={deployment} dashboard={dashboard} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Cards({ deployment, dashboard }: { deployment: Deployment; dashboard: Dashboard }) {
  return (
    <div className="dashboard">
      <ChampionCard deployment={deployment} dashboard={dashboard} />
      <ShadowCard deployment={deployment} dashboard={dashboard} />
      <LatencyCard dashboard={dashboard} />
      <VolumeCard dashboard={dashboard} />
      <HeatCard dashboard={dashboard} />
      <LastPredictions deploymentId={deployment.id} />
      <LabelsCard dashboard={dashboard} />
      <GlobalCard dashboard={dashboard} />
      <OutlierCard dashboard={dashboard} deploymentId={deployment.id} />
      <DriftCard dashboard={dashboard} deploymentId={deployment.id} />
      <div className="wide">
        {dashboard.classification ? (
          <ClassificationCard classification={dashboard.classification} />
        ) : (
          <QualityCard dashboard={dashboard} deploymentId={deployment.id} />
        )}
      </div>
    </div>
  );
}

function Overview({ dashboard }: { dashboard: Dashboard }) {
  const { totals } = dashboard;
  return (
    <Stats>
      <Stat
        name={t("Predictions")}
        value={formatCount(totals.count)}
        note={t("last {ago}", { ago: formatAgo(totals.last_at) })}
      />
      <Stat
        name={t("Mean latency")}
        value={formatDuration(totals.mean_latency)}
        note={t("95 % below {p95}", { p95: formatDuration(totals.p95_latency) })}
      />
      <Stat
        name={t("Outliers")}
        value={totals.scored > 0 ? formatPercent(totals.outliers / totals.scored) : "–"}
        note={t("{count} scored", { count: formatCount(totals.scored) })}
      />
      <Stat
        name={t("Drift")}
        value={dashboard.ks_drift.is_drift ? t("Yes") : t(dashboard.ks_drift.verdict)}
        note={dashboard.ks_drift.p == null ? null : `p ${formatFigure(dashboard.ks_drift.p)}`}
      />
      <Stat
        name={t("mAP 50-95, served")}
        value={formatScore(dashboard.map?.champion?.ap_50_95)}
        note={t("{count} to review", { count: formatCount(dashboard.statuses.TO_REVIEW ?? 0) })}
      />
    </Stats>
  );
}

/** The five newest predictions (MO-04). */
function LastPredictions({ deploymentId }: { deploymentId: string }) {
  const query = useQuery(lastPredictionsQuery(deploymentId));
  return (
    <Card
      title={t("Last predictions")}
      extra={
        <Link to="/deployments/$deploymentId/predictions" params={{ deploymentId }} search={{}}>
          {t("All")}
        </Link>
      }
    >
      <Loaded query={query}>
        {(page) =>
          page.items.length === 0 ? (
            <Nothing text={t("No predictions yet")} />
          ) : (
            <div className="stack">
              {page.items.map((asset) => (
                <LastPrediction key={asset.id} asset={asset} />
              ))}
            </div>
          )
        }
      </Loaded>
    </Card>
  );
}

function LastPrediction({ asset }: { asset: PredictedAsset }) {
  const { data } = asset;
  return (
    <Link
      className="last-prediction"
      to="/deployments/$deploymentId/predictions/$assetId"
      params={{ deploymentId: asset.deployment_id, assetId: asset.id }}
      search={{}}
    >
      <span className="last-image">
        <BoxedImage
          src={data.thumbnail_url ?? data.presigned_url}
          alt=""
          width={data.meta.width}
          height={data.meta.height}
          sets={[{ token: "--pred", shapes: drawnShapes(predictionOf(asset, false)) }]}
        />
      </span>
      <span className="grow truncate">{data.filename}</span>
      <StatusChip status={asset.status} />
      <span className="faint small">{formatAgo(asset.created_at)}</span>
    </Link>
  );
}
