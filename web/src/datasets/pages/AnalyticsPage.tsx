// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { api } from "@/kernel/api/client";
import { formatCount, formatFigure, formatPercent } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Chart } from "@/ui/Chart";
import { Card, Stat, Stats } from "@/ui/Stat";
import { EmptyState, Loaded } from "@/ui/states";
import { type Version, versionQuery } from "../api";
import { VersionFrame } from "../parts/VersionFrame";

const route = getRouteApi("/signed-in/datasets/$datasetId/$versionId/analytics");

/** Figures of a version: objects per label, assets per tag (DS-21). */
export function AnalyticsPage() {
  const { datasetId, versionId } = route.useParams();
  const query = useQuery(versionQuery(versionId));
  return (
    <VersionFrame datasetId={datasetId} versionId={versionId} isFull>
      <Loaded query={query}>{(version) => <Figures version={version} />}</Loaded>
    </VersionFrame>
  );
}

function Figures({ version }: { version: Version }) {
  const assets = version.asset_count ?? 0;
  const objects = version.object_count ?? 0;
  const annotations = version.annotation_count ?? 0;
  return (
    <>
      <Stats>
        <Stat name={t("Assets")} value={formatCount(assets)} />
        <Stat
          name={t("Annotations")}
          value={formatCount(annotations)}
          note={assets > 0 && formatPercent(annotations / assets)}
        />
        <Stat name={t("Objects")} value={formatCount(objects)} />
        <Stat
          name={t("Objects per asset")}
          value={assets > 0 ? formatFigure(objects / assets, 2) : "–"}
        />
        <Stat name={t("Labels")} value={formatCount(version.labels?.length)} />
      </Stats>
      <div className="page-body stack" data-padded="">
        <ObjectsPerLabel version={version} />
        <TagCounts versionId={version.id} kind="ASSET" title={t("Assets per asset tag")} />
        <TagCounts versionId={version.id} kind="DATA" title={t("Assets per data tag")} />
      </div>
    </>
  );
}

function ObjectsPerLabel({ version }: { version: Version }) {
  const navigate = useNavigate();
  const labels = [...(version.labels ?? [])].sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
  return (
    <Card title={t("Objects per label")}>
      {labels.length === 0 ? (
        <EmptyState title={t("No labels yet")} />
      ) : (
        <Chart
          kind="bar"
          label={t("Objects per label")}
          categories={labels.map((label) => label.name)}
          series={[{ name: t("Objects"), values: labels.map((label) => label.count ?? 0) }]}
          onPick={(index) => {
            const label = labels[index];
            if (!label) return;
            void navigate({
              to: "/datasets/$datasetId/$versionId",
              params: { datasetId: version.origin_id, versionId: version.id },
              search: { labels: [label.id] },
            });
          }}
        />
      )}
    </Card>
  );
}

function TagCounts(props: { versionId: string; kind: "ASSET" | "DATA"; title: string }) {
  const { versionId, kind, title } = props;
  const query = useQuery({
    queryKey: ["asset", "tag-counts", versionId, kind],
    queryFn: ({ signal }) =>
      api.get<{ tags: Record<string, number> }>(
        `/api/dataset/version/${versionId}/analytics/tags`,
        { query: { tag_type: kind }, signal },
      ),
  });
  const counts = Object.entries(query.data?.tags ?? {}).sort((a, b) => b[1] - a[1]);
  if (query.data && counts.length === 0) return null;
  return (
    <Card title={title}>
      <Loaded query={query}>
        {() => (
          <Chart
            kind="bar"
            label={title}
            height={180}
            categories={counts.map(([name]) => name)}
            series={[{ name: t("Assets"), values: counts.map(([, count]) => count) }]}
          />
        )}
      </Loaded>
    </Card>
  );
}
