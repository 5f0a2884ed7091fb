// SPDX-License-Identifier: Apache-2.0
import { IconChartLine } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { t } from "@/kernel/i18n/i18n";
import { usePreference } from "@/kernel/storage/preferences";
import { Slider } from "@/ui/kit";
import { LineChart } from "@/ui/LineChart";
import { Card } from "@/ui/Stat";
import { EmptyState, Loaded } from "@/ui/states";
import { curvesQuery, logsQuery } from "../api";
import { groupCurves, seriesOf } from "../parts/curves";
import { ExperimentFrame } from "../parts/ExperimentFrame";
import { LogCards } from "../parts/LogCards";

/** Curves and all other logs that the training wrote (XT-01…XT-05). */
export function CurvesPage() {
  return (
    <ExperimentFrame isFull>
      {(experiment) => <Curves experimentId={experiment.id} />}
    </ExperimentFrame>
  );
}

function Curves({ experimentId }: { experimentId: string }) {
  const query = useQuery(curvesQuery(experimentId));
  const logs = useQuery(logsQuery(experimentId));
  const [smoothing, setSmoothing] = usePreference<number>("curves.smoothing", 0);
  const others = (logs.data?.items ?? []).filter(
    (log) =>
      !["LINE", "VALUE"].includes(log.type) && !["parameters", "labelmap"].includes(log.name),
  );
  return (
    <Loaded query={query}>
      {({ series }) => {
        if (series.length === 0 && others.length === 0) {
          return (
            <EmptyState
              icon={<IconChartLine size={32} />}
              title={t("No curves yet")}
              hint={t("They appear here while the training writes them")}
            />
          );
        }
        return (
          <>
            <div className="toolbar">
              <span className="small quiet">{t("Smoothing")}</span>
              <Slider
                w={140}
                size="sm"
                min={0}
                max={0.95}
                step={0.05}
                label={(value) => value.toFixed(2)}
                thumbLabel={t("Smoothing")}
                value={smoothing}
                onChange={setSmoothing}
              />
              <span className="small">{smoothing.toFixed(2)}</span>
            </div>
            <div className="charts">
              {groupCurves(series).map((group) => (
                <Card key={group.title} title={group.title}>
                  <LineChart
                    label={group.title}
                    series={seriesOf(group.curves, smoothing)}
                    syncKey="experiment"
                  />
                </Card>
              ))}
              <LogCards logs={others} />
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
