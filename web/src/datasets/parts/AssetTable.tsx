// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery } from "@tanstack/react-query";
import { formatAgo } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable, OpenButton } from "@/ui/DataTable";
import { Checkbox } from "@/ui/kit";
import { More } from "@/ui/More";
import type { Selection } from "@/ui/selection";
import { EmptyState, Loaded } from "@/ui/states";
import { TagChips } from "@/ui/Tags";
import { type Asset, type AssetFilter, listAssets } from "../api";

const PAGE = 100;

/** The assets of a version as rows. */
export function AssetTable(props: {
  versionId: string;
  filter: AssetFilter;
  selection: Selection;
  onOpen: (at: number) => void;
}) {
  const { versionId, filter, selection } = props;
  const query = useInfiniteQuery({
    queryKey: ["asset", "table", versionId, filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      listAssets(versionId, filter, pageParam, PAGE, { withShapes: true, signal }),
    getNextPageParam: (last, pages) => (last.items.length < PAGE ? undefined : pages.length * PAGE),
  });
  const isFiltered = Boolean(filter.q) || (filter.labelIds ?? []).length > 0;
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 ? (
          <EmptyState
            title={isFiltered ? t("No asset matches") : t("This version has no assets")}
          />
        ) : (
          <>
            <DataTable
              label={t("Assets")}
              rows={rows}
              columns={columnsOf(selection, rows, (asset) => props.onOpen(rows.indexOf(asset)))}
              rowKey={(asset) => asset.id}
              onOpen={(asset) => props.onOpen(rows.indexOf(asset))}
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
  rows: readonly Asset[],
  onOpen: (asset: Asset) => void,
): readonly Column<Asset>[] {
  return [
    {
      id: "tick",
      header: t("Selected"),
      isHeaderHidden: true,
      width: 36,
      cell: (asset) => (
        <Checkbox
          aria-label={t("Select {name}", { name: asset.data.filename })}
          checked={selection.ids.has(asset.id)}
          onChange={() => selection.toggle(asset.id, rows.indexOf(asset))}
        />
      ),
    },
    {
      id: "preview",
      header: t("Preview"),
      width: 64,
      cell: (asset) =>
        asset.data.thumbnail_url && (
          <img className="table-thumb" src={asset.data.thumbnail_url} alt="" loading="lazy" />
        ),
    },
    filenameColumn(onOpen),
    {
      id: "shape",
      header: t("Shape"),
      cell: ({ data }) => (data.meta?.width ? `${data.meta.width} × ${data.meta.height}` : "–"),
    },
    {
      id: "objects",
      header: t("Objects"),
      align: "end",
      cell: (asset) => asset.shapes?.length ?? 0,
    },
    tagsColumn("tags", t("Asset tags"), (asset) => asset.tags),
    tagsColumn("dataTags", t("Data tags"), (asset) => asset.data.tags),
    { id: "created", header: t("Created"), cell: (asset) => formatAgo(asset.data.created_at) },
  ];
}

function filenameColumn(onOpen: (asset: Asset) => void): Column<Asset> {
  return {
    id: "filename",
    header: t("Filename"),
    cell: (asset) => <OpenButton name={asset.data.filename} onOpen={() => onOpen(asset)} />,
  };
}

function tagsColumn(
  id: string,
  header: string,
  tagsOf: (asset: Asset) => Asset["tags"],
): Column<Asset> {
  return {
    id,
    header,
    cell: (asset) => (
      <div className="row-wrap">
        <TagChips tags={tagsOf(asset)} />
      </div>
    ),
  };
}
