// SPDX-License-Identifier: Apache-2.0
import { IconRocket } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { formatAgo, formatCount, formatDuration } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type ModelVersion, typeWord } from "@/registry";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { type Deployment, deploymentsQuery } from "../api";

const COLUMNS: readonly Column<Deployment>[] = [
  {
    id: "name",
    header: "Name",
    value: (one) => one.name,
    cell: (one) => (
      <Link to="/deployments/$deploymentId" params={{ deploymentId: one.id }}>
        {one.name}
      </Link>
    ),
  },
  { id: "type", header: "Type", cell: (one) => typeWord(one.type) },
  {
    id: "mode",
    header: "Runs",
    cell: (one) => <Chip>{one.serving_host ? t("On the platform") : t("Monitoring only")}</Chip>,
  },
  {
    id: "champion",
    header: "Champion",
    cell: (one) => nameOf(one.model_version),
  },
  { id: "shadow", header: "Shadow", cell: (one) => nameOf(one.shadow_model_version) },
  {
    id: "latency",
    header: "Mean latency",
    align: "end",
    cell: (one) => formatDuration(one.mean_latency),
    value: (one) => one.mean_latency,
  },
  {
    id: "predictions",
    header: "Predictions",
    align: "end",
    cell: (one) => formatCount(one.prediction_count),
    value: (one) => one.prediction_count,
  },
  { id: "last", header: "Last prediction", cell: (one) => formatAgo(one.last_prediction_at) },
  {
    id: "created",
    header: "Created",
    cell: (one) => formatAgo(one.created_at),
    value: (one) => one.created_at,
  },
];

function nameOf(version: ModelVersion | null | undefined) {
  if (!version) return "–";
  const name = `${version.origin.name} v${version.version}`;
  return (
    <span className="cell-name" title={name}>
      {name}
    </span>
  );
}

/** Deployments of the organization (DP-06). */
export function DeploymentsPage() {
  const session = useSession();
  const navigate = useNavigate();
  const query = useQuery(deploymentsQuery(session.organization.id));
  const [search, setSearch] = useState("");
  return (
    <Page crumbs={[{ label: t("Deployments") }]} isFull>
      <div className="list-bar">
        <TextInput
          aria-label={t("Search deployments")}
          placeholder={t("Search deployments")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className="faint small">
          {t("{count, plural, one {# deployment} other {# deployments}}", {
            count: query.data?.count ?? 0,
          })}
        </span>
      </div>
      <Loaded query={query}>
        {(page) => {
          const found = page.items.filter((one) =>
            one.name.toLowerCase().includes(search.toLowerCase()),
          );
          return found.length === 0 ? (
            <EmptyState
              icon={<IconRocket size={32} />}
              title={search ? t("No results") : t("No deployments yet")}
              hint={t("Deploy a model version from the registry")}
              action={
                <Button variant="default" onClick={() => void navigate({ to: "/models" })}>
                  {t("Open the model registry")}
                </Button>
              }
            />
          ) : (
            <DataTable
              label={t("Deployments")}
              rows={found}
              columns={COLUMNS}
              rowKey={(one) => one.id}
              onOpen={(one) =>
                void navigate({
                  to: "/deployments/$deploymentId",
                  params: { deploymentId: one.id },
                })
              }
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
