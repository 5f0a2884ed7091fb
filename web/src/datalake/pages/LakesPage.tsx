// SPDX-License-Identifier: Apache-2.0
import { IconDatabase } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useSession } from "@/accounts";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { CopyId, Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { type Datalake, lakesQuery } from "../api";

const COLUMNS: readonly Column<Datalake>[] = [
  {
    id: "name",
    header: "Name",
    value: (lake) => lake.name,
    cell: (lake) => (
      <Link to="/datalakes/$lakeId" params={{ lakeId: lake.id }} search={{}}>
        {lake.name}
      </Link>
    ),
  },
  {
    id: "count",
    header: "Data",
    align: "end",
    value: (lake) => lake.data_count,
    cell: (lake) => formatCount(lake.data_count),
  },
  { id: "id", header: "Id", cell: (lake) => <CopyId id={lake.id} /> },
];

/** The datalakes of the organization (DL-01). */
export function LakesPage() {
  const session = useSession();
  const navigate = useNavigate();
  const query = useQuery(lakesQuery(session.organization.id));
  return (
    <Page crumbs={[{ label: t("Datalakes") }]} isFull>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={<IconDatabase size={32} />} title={t("No datalake yet")} />
          ) : (
            <DataTable
              label={t("Datalakes")}
              rows={items}
              columns={COLUMNS}
              rowKey={(lake) => lake.id}
              onOpen={(lake) =>
                void navigate({ to: "/datalakes/$lakeId", params: { lakeId: lake.id }, search: {} })
              }
            />
          )
        }
      </Loaded>
    </Page>
  );
}
