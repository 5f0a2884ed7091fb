// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { formatAgo, formatBytes } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable, OpenButton } from "@/ui/DataTable";
import { Checkbox } from "@/ui/kit";
import { More } from "@/ui/More";
import { StatusChip } from "@/ui/Status";
import type { Selection } from "@/ui/selection";
import { EmptyState, Loaded } from "@/ui/states";
import { TagChips } from "@/ui/Tags";
import { type Data, type DataFilter, listData } from "../api";

const PAGE = 100;

/** The data as rows (DL-08). */
export function LakeTable(props: {
  lakeId: string;
  filter: DataFilter;
  selection: Selection;
  onOpen: (data: Data) => void;
}) {
  const { lakeId, filter, selection } = props;
  const query = useInfiniteQuery({
    queryKey: ["data", "table", lakeId, filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => listData(lakeId, filter, pageParam, PAGE, signal),
    getNextPageParam: (last, pages) => (last.items.length < PAGE ? undefined : pages.length * PAGE),
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 ? (
          <EmptyState title={filter.q ? t("No data matches") : t("No data yet")} />
        ) : (
          <>
            <DataTable
              label={t("Data")}
              rows={rows}
              columns={columnsOf(selection, rows, props.onOpen)}
              rowKey={(data) => data.id}
              onOpen={props.onOpen}
            />
            <More query={query} />
          </>
        )
      }
    </Loaded>
  );
}

function columnsOf(
  selection: Selection,
  rows: readonly Data[],
  onOpen: (data: Data) => void,
): readonly Column<Data>[] {
  return [
    {
      id: "tick",
      header: t("Selected"),
      isHeaderHidden: true,
      width: 36,
      cell: (data) => (
        <Checkbox
          aria-label={t("Select {name}", { name: data.filename })}
          checked={selection.ids.has(data.id)}
          onChange={() => selection.toggle(data.id, rows.indexOf(data))}
        />
      ),
    },
    {
      id: "preview",
      header: t("Preview"),
      width: 64,
      cell: (data) =>
        data.thumbnail_url && (
          <img className="table-thumb" src={data.thumbnail_url} alt="" loading="lazy" />
        ),
    },
    filenameColumn(onOpen),
    {
      id: "shape",
      header: t("Shape"),
      cell: (data) => (data.meta?.width ? `${data.meta.width} × ${data.meta.height}` : "–"),
    },
    { id: "source", header: t("Source"), cell: (data) => data.data_source?.name ?? "–" },
    { id: "tags", header: t("Tags"), cell: (data) => <TagRow data={data} /> },
    { id: "size", header: t("Size"), align: "end", cell: (data) => formatBytes(data.file_size) },
    { id: "created", header: t("Created"), cell: (data) => formatAgo(data.created_at) },
  ];
}

function filenameColumn(onOpen: (data: Data) => void): Column<Data> {
  return {
    id: "filename",
    header: t("Filename"),
    cell: (data) => (
      <span className="row">
        <OpenButton name={data.filename} onOpen={() => onOpen(data)} />
        {data.upload_status !== "DONE" && <StatusChip status={data.upload_status} />}
      </span>
    ),
  };
}

function TagRow({ data }: { data: Data }) {
  return (
    <div className="row-wrap">
      <TagChips tags={data.tags} />
    </div>
  );
}
