// SPDX-License-Identifier: Apache-2.0
import { IconX } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { formatCount, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { metricName } from "@/registry";
import { ActionIcon } from "@/ui/kit";
import { LineChart } from "@/ui/LineChart";
import { Page } from "@/ui/Page";
import { Card } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import { EmptyState, ErrorState, SkeletonRows } from "@/ui/states";
import {
  type Curve,
  curvesQuery,
  logsQuery,
  type Overview,
  overviewQuery,
  projectQuery,
} from "../api";
import "../parts/experiments.css";

const route = getRouteApi("/signed-in/projects/$projectId/compare");
const MOST = 12;

/** Two or more experiments of a project side by side (XC-01). */
export function ComparePage() {
  const { projectId } = route.useParams();
  const { ids = "" } = route.useSearch();
  const navigate = useNavigate();
  const project = useQuery(projectQuery(projectId));
  const chosen = ids.split(",").filter(Boolean).slice(0, MOST);
  const overviews = useQueries({ queries: chosen.map((id) => overviewQuery(id)) });
  const curves = useQueries({ queries: chosen.map((id) => curvesQuery(id)) });
  const logs = useQueries({ queries: chosen.map((id) => logsQuery(id)) });
  const experiments = overviews.flatMap((query) => (query.data ? [query.data] : []));
  const error = overviews.find((query) => query.error)?.error;
  const isReady = experiments.length === chosen.length;
  const leave = (id: string) =>
    void navigate({
      to: "/projects/$projectId/compare",
      params: { projectId },
      search: { ids: chosen.filter((other) => other !== id).join(",") },
    });
  return (
    <Page
      crumbs={[
        { label: t("Projects"), to: "/projects" },
        {
          label: project.data?.name ?? t("Project"),
          to: "/projects/$projectId",
          params: { projectId },
        },
        { label: t("Compare") },
      ]}
      isFull
    >
      <ErrorState error={error} />
      {chosen.length === 0 && <EmptyState title={t("Choose experiments of the project first")} />}
      {!isReady && !error && <SkeletonRows />}
      {isReady && chosen.length > 0 && (
        <>
          <Figures
            experiments={experiments}
            parameters={logs.map((query) => parametersIn(query.data?.items))}
            onLeave={leave}
          />
          <div className="charts">
            {merge(
              experiments,
              curves.map((query) => query.data?.series ?? []),
            ).map(([name, series]) => (
              <Card key={name} title={name}>
                <LineChart label={name} series={series} syncKey="compare" />
              </Card>
            ))}
          </div>
        </>
      )}
    </Page>
  );
}

function parametersIn(logs: { name: string; data: unknown }[] | undefined) {
  return (logs?.find((log) => log.name === "parameters")?.data ?? {}) as Record<string, unknown>;
}

function merge(experiments: readonly Overview[], curves: readonly Curve[][]) {
  const names = [...new Set(curves.flatMap((list) => list.map((curve) => curve.name)))];
  return names.map((name) => {
    const series = curves.flatMap((list, index) => {
      const curve = list.find((one) => one.name === name);
      const title = experiments[index]?.name ?? "";
      return curve ? [{ name: title, x: curve.steps, y: curve.values }] : [];
    });
    return [name, series] as const;
  });
}

const COUNTS = "evaluations";

function figureText(key: string, value: unknown): string {
  const number = typeof value === "number" ? value : null;
  return key === COUNTS ? formatCount(number) : formatScore(number);
}

/** The highest score, where there is something to choose between. */
function bestOf(key: string, values: readonly unknown[]): number | null {
  const numbers = values.filter((value) => typeof value === "number");
  const best = Math.max(...numbers);
  const hasWorse = numbers.some((value) => value < best);
  return key !== COUNTS && hasWorse ? best : null;
}

interface FiguresProps {
  experiments: readonly Overview[];
  parameters: readonly Record<string, unknown>[];
  onLeave: (id: string) => void;
}

function Figures({ experiments, parameters, onLeave }: FiguresProps) {
  const metrics = [
    ...new Set(
      experiments.flatMap((one) =>
        Object.entries(one.metrics ?? {}).flatMap(([key, value]) =>
          typeof value === "number" ? [key] : [],
        ),
      ),
    ),
  ];
  const names = [...new Set(parameters.flatMap((one) => Object.keys(one)))];
  return (
    <table className="table" aria-label={t("Figures and parameters")}>
      <thead>
        <tr>
          <th scope="col">{t("Figure or parameter")}</th>
          {experiments.map((one) => (
            <th key={one.id} scope="col">
              <span className="row">
                <Link to="/experiments/$experimentId" params={{ experimentId: one.id }}>
                  {one.name}
                </Link>
                <StatusChip status={one.status} />
                <ActionIcon
                  variant="subtle"
                  size={20}
                  aria-label={t("Leave out {name}", { name: one.name })}
                  onClick={() => onLeave(one.id)}
                >
                  <IconX size={12} />
                </ActionIcon>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {metrics.map((key) => {
          const values = experiments.map((one) => one.metrics?.[key]);
          const best = bestOf(key, values);
          return (
            <tr key={`metric ${key}`}>
              <th scope="row">{metricName(key)}</th>
              {values.map((value, index) => (
                <td key={experiments[index]?.id}>
                  {value === best ? <b>{`${figureText(key, value)} ★`}</b> : figureText(key, value)}
                </td>
              ))}
            </tr>
          );
        })}
        {names.map((name) => {
          const texts = parameters.map((one) => JSON.stringify(one[name]) ?? "–");
          const isSame = texts.every((text) => text === texts[0]);
          return (
            <tr key={`parameter ${name}`}>
              <th scope="row">{name}</th>
              {texts.map((text, index) => (
                <td key={experiments[index]?.id} className={isSame ? "faint" : undefined}>
                  <code>{text}</code>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
