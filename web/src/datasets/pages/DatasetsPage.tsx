// SPDX-License-Identifier: Apache-2.0
import { IconStack2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { formatAgo } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { type Dataset, datasetsQuery } from "../api";

const COLUMNS: readonly Column<Dataset>[] = [
  {
    id: "name",
    header: "Name",
    value: (dataset) => dataset.name,
    cell: (dataset) => (
      <Link to="/datasets/$datasetId" params={{ datasetId: dataset.id }}>
        {dataset.name}
      </Link>
    ),
  },
  {
    id: "versions",
    header: "Versions",
    align: "end",
    value: (dataset) => dataset.version_count,
    cell: (dataset) => dataset.version_count ?? "–",
  },
  { id: "description", header: "Description", cell: (dataset) => dataset.description },
  {
    id: "created",
    header: "Created",
    value: (dataset) => dataset.created_at,
    cell: (dataset) => formatAgo(dataset.created_at),
  },
];

/** All datasets (DS-01); new ones are made from data, in the datalake. */
export function DatasetsPage() {
  const session = useSession();
  const navigate = useNavigate();
  const query = useQuery(datasetsQuery(session.organization.id));
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const toDatalake = (
    <Button onClick={() => void navigate({ to: "/datalakes" })}>{t("New dataset…")}</Button>
  );
  return (
    <Page crumbs={[{ label: t("Datasets") }]} actions={toDatalake} isFull>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconStack2 size={32} />}
              title={t("No datasets yet")}
              hint={t("Select data in the datalake and press “Dataset…”")}
              action={toDatalake}
            />
          ) : (
            <>
              <div className="list-bar">
                <TextInput
                  aria-label={t("Find a dataset")}
                  placeholder={t("Find a dataset")}
                  w={280}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                />
                <Found count={items.length} />
              </div>
              <DataTable
                label={t("Datasets")}
                rows={items.filter((one) => one.name.toLowerCase().includes(wanted))}
                columns={COLUMNS}
                rowKey={(dataset) => dataset.id}
                onOpen={(dataset) =>
                  void navigate({ to: "/datasets/$datasetId", params: { datasetId: dataset.id } })
                }
              />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Found({ count }: { count: number }) {
  return (
    <span className="faint small">
      {t("{count, plural, one {# dataset} other {# datasets}}", { count })}
    </span>
  );
}
