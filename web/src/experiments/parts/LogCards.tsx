// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/accounts";
import { api } from "@/kernel/api/client";
import { formatFigure } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { datalakesQuery } from "@/registry";
import { Chart } from "@/ui/Chart";
import { Card } from "@/ui/Stat";
import { ErrorState, Skeleton } from "@/ui/states";
import type { Log } from "../api";

/** One card per log that is neither curve nor figure (XT-04). */
export function LogCards({ logs }: { logs: readonly Log[] }) {
  return logs.map((log) => (
    <Card key={log.id} title={log.name}>
      <LogBody log={log} />
    </Card>
  ));
}

type Fields = Record<string, unknown>;

function LogBody({ log }: { log: Log }) {
  const data = (typeof log.data === "object" && log.data !== null ? log.data : {}) as Fields;
  if (log.type === "BAR" && Array.isArray(data.x) && Array.isArray(data.y)) {
    return (
      <Chart
        kind="bar"
        label={log.name}
        categories={data.x.map(String)}
        series={[{ name: log.name, values: data.y.map(Number) }]}
      />
    );
  }
  if (log.type === "HEATMAP" && Array.isArray(data.values))
    return <HeatMap name={log.name} data={data} />;
  if (log.type === "IMAGE" && typeof data.object_name === "string") {
    return <Picture name={log.name} objectName={data.object_name} />;
  }
  return <LogTable data={data} raw={log.data} />;
}

function HeatMap({ name, data }: { name: string; data: Fields }) {
  const values = data.values as number[][];
  const categories = Array.isArray(data.categories) ? data.categories.map(String) : [];
  // a matrix with one more row than categories ends with false positives and misses
  const names = values.map((_, index) => categories[index] ?? t("none"));
  return (
    <Chart
      kind="heat"
      label={name}
      columns={names}
      rows={names}
      values={values}
      hasFigures={values.length <= 12}
      height={Math.min(420, 90 + 30 * values.length)}
    />
  );
}

function Picture({ name, objectName }: { name: string; objectName: string }) {
  const session = useSession();
  const lakes = useQuery(datalakesQuery(session.organization.id));
  const connectorId = lakes.data?.items[0]?.connector_id;
  const signed = useQuery({
    queryKey: ["log", "picture", objectName],
    enabled: connectorId !== undefined,
    queryFn: () =>
      api.post<{ presigned_url: string }>(
        `/api/object-storage/${connectorId}/retrieve_presigned_url`,
        { object_name: objectName },
      ),
  });
  if (signed.error) return <ErrorState error={signed.error} />;
  if (!signed.data) return <Skeleton height={200} />;
  return <img className="log-picture" src={signed.data.presigned_url} alt={name} loading="lazy" />;
}

function LogTable({ data, raw }: { data: Fields; raw: unknown }) {
  if (Array.isArray(data.data)) {
    const columns = Array.isArray(data.columns) ? data.columns.map(String) : [];
    const rows = Array.isArray(data.rows) ? data.rows.map(String) : [];
    return (
      <table className="table">
        {columns.length > 0 && (
          <thead>
            <tr>
              {rows.length > 0 && <td />}
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {(data.data as unknown[][]).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a matrix has no other names for its rows
            <tr key={index}>
              {rows.length > 0 && <th scope="row">{rows[index]}</th>}
              {line.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor for its columns
                <td key={column} className="num">
                  {cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  const entries = Object.entries(data);
  if (entries.length === 0) return <code>{JSON.stringify(raw)}</code>;
  return (
    <table className="table">
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="num">{cellText(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellText(value: unknown): string {
  if (typeof value === "number") return formatFigure(value, 4);
  return typeof value === "string" ? value : JSON.stringify(value);
}
