// SPDX-License-Identifier: Apache-2.0
import { IconLock, IconStack2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatAgo, formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { datasetQuery, type Version, versionsQuery } from "../api";
import { LabelBars } from "../parts/LabelBars";
import { NewVersion } from "../parts/NewVersion";
import { typeWord } from "../parts/TypeSelect";
import { datasetTabs } from "../parts/tabs";

const route = getRouteApi("/signed-in/datasets/$datasetId");

/** A dataset and its versions (DS-02). */
export function DatasetPage() {
  const { datasetId } = route.useParams();
  const navigate = useNavigate();
  const dataset = useQuery(datasetQuery(datasetId));
  const versions = useQuery(versionsQuery(datasetId));
  const [isMaking, setMaking] = useState(false);
  const open = (version: Version) =>
    void navigate({
      to: "/datasets/$datasetId/$versionId",
      params: { datasetId, versionId: version.id },
      search: {},
    });
  return (
    <Page
      crumbs={[
        { label: t("Datasets"), to: "/datasets" },
        { label: dataset.data?.name ?? t("Dataset") },
      ]}
      id={datasetId}
      tabs={datasetTabs(datasetId)}
      actions={dataset.data && <Button onClick={() => setMaking(true)}>{t("New version…")}</Button>}
      isFull
    >
      {dataset.data?.description && (
        <p className="quiet" style={{ padding: "8px 16px" }}>
          {dataset.data.description}
        </p>
      )}
      <Loaded query={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<IconStack2 size={32} />}
              title={t("No versions yet")}
              hint={t("A version is a list of data with its labels and annotations")}
              action={<Button onClick={() => setMaking(true)}>{t("New version…")}</Button>}
            />
          ) : (
            <DataTable
              label={t("Versions")}
              rows={items}
              columns={columnsOf(datasetId)}
              rowKey={(version) => version.id}
              onOpen={open}
            />
          )
        }
      </Loaded>
      <NewVersion datasetId={datasetId} isOpen={isMaking} onClose={() => setMaking(false)} />
    </Page>
  );
}

function columnsOf(datasetId: string): readonly Column<Version>[] {
  const number = (
    id: string,
    header: string,
    of: (version: Version) => number | null | undefined,
  ) =>
    ({
      id,
      header,
      align: "end",
      value: of,
      cell: (version) => formatCount(of(version)),
    }) satisfies Column<Version>;
  return [
    {
      id: "version",
      header: t("Version"),
      value: (version) => version.version,
      cell: (version) => (
        <span className="row">
          <Link
            to="/datasets/$datasetId/$versionId"
            params={{ datasetId, versionId: version.id }}
            search={{}}
          >
            {version.version}
          </Link>
          {version.locked && (
            <Chip>
              <IconLock size={12} aria-hidden />
              {t("Locked")}
            </Chip>
          )}
        </span>
      ),
    },
    { id: "type", header: t("Type"), cell: (version) => typeWord(version.type) },
    number("assets", t("Assets"), (version) => version.asset_count),
    number("annotations", t("Annotations"), (version) => version.annotation_count),
    number("objects", t("Objects"), (version) => version.object_count),
    {
      id: "labels",
      header: t("Objects per label"),
      cell: (version) => <LabelBars labels={version.labels ?? []} />,
    },
    {
      id: "created",
      header: t("Created"),
      value: (version) => version.created_at,
      cell: (version) => formatAgo(version.created_at),
    },
  ];
}
