// SPDX-License-Identifier: Apache-2.0
import { IconPhotoOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { type Pages, usePages } from "@/kernel/api/pages";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { usePreference } from "@/kernel/storage/preferences";
import { Gallery } from "@/ui/Gallery";
import { Button } from "@/ui/kit";
import { ListBar } from "@/ui/ListBar";
import { ListWaiting } from "@/ui/ListState";
import { type Selection, useSelection } from "@/ui/selection";
import { EmptyState, Loaded } from "@/ui/states";
import {
  type Asset,
  type AssetFilter,
  listAssetIds,
  listAssets,
  type Version,
  versionQuery,
} from "../api";
import { AssetCaption, AssetPicture } from "../parts/AssetPicture";
import { AssetSelection } from "../parts/AssetSelection";
import { AssetTable } from "../parts/AssetTable";
import { AssetView } from "../parts/AssetView";
import { LabelFilter, LabelToggles } from "../parts/LabelFilter";
import { VersionFrame } from "../parts/VersionFrame";

const route = getRouteApi("/signed-in/datasets/$datasetId/$versionId");
const PAGE_SIZE = 100;
const MOST_SELECTED = 50_000;
const ORDERS = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "filename", label: "Filename" },
  { value: "-file_size", label: "Largest first" },
] as const;
type Search = ReturnType<typeof route.useSearch>;

/** The assets of a dataset version with their shapes (DS-05, DS-07). */
export function VersionPage() {
  const { datasetId, versionId } = route.useParams();
  const query = useQuery(versionQuery(versionId));
  return (
    <VersionFrame datasetId={datasetId} versionId={versionId} isFull>
      <Loaded query={query}>{(version) => <Assets key={version.id} version={version} />}</Loaded>
    </VersionFrame>
  );
}

type Go = (change: Partial<Search>, isNew?: boolean) => void;

function useSearchChange(): Go {
  const { datasetId, versionId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  return useCallback(
    (change, isNew = false) => {
      const entries = Object.entries({ ...search, ...change });
      const clean = Object.fromEntries(
        entries.filter(([, value]) => value !== undefined && value !== ""),
      );
      void navigate({
        to: "/datasets/$datasetId/$versionId",
        params: { datasetId, versionId },
        search: clean,
        replace: !isNew,
      });
    },
    [search, navigate, datasetId, versionId],
  );
}

function Assets({ version }: { version: Version }) {
  const { q, order, labels: labelIds, at, view } = route.useSearch();
  const go = useSearchChange();
  const selection = useSelection();
  const [cellSize, setCellSize] = usePreference<number>("gallery.size", 168);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const filter = { q, order, labelIds };
  const pages = usePages<Asset>({
    queryKey: ["asset", "grid", version.id, q ?? "", order ?? "", labelIds ?? []],
    size: PAGE_SIZE,
    fetchPage: (offset, limit, signal) =>
      listAssets(version.id, filter, offset, limit, { withShapes: true, signal }),
  });
  const { show } = pages;
  useEffect(() => {
    if (at !== undefined) show(at, at);
  }, [at, show]);
  const selectAll = () => {
    void listAssetIds(version.id, filter, MOST_SELECTED).then(selection.add);
  };
  const toggle = (id: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const toggles = <LabelToggles labels={version.labels ?? []} hidden={hidden} onToggle={toggle} />;
  if (at !== undefined && pages.count !== 0) {
    return (
      <div className="list-page">
        {toggles}
        <OpenedAsset version={version} pages={pages} at={at} hidden={hidden} onGo={go} />
      </div>
    );
  }
  return (
    <div className="list-page">
      <ListBar
        object="asset"
        q={q ?? ""}
        onQuery={(text) => {
          selection.clear();
          go({ q: text || undefined }, true);
        }}
        error={pages.error}
        placeholder={t('Search, for example annotations.rectangles.label.name = "car"')}
        orders={ORDERS}
        order={order ?? "-created_at"}
        onOrder={(value) => go({ order: value })}
        view={view ?? "grid"}
        onView={(value) => go({ view: value })}
        cellSize={cellSize}
        onCellSize={setCellSize}
        count={pages.count}
      >
        <LabelFilter
          labels={version.labels ?? []}
          value={labelIds ?? []}
          onChange={(ids) => go({ labels: ids.length > 0 ? ids : undefined })}
        />
      </ListBar>
      {toggles}
      <div className="list-split">
        <div className="list-main">
          <AssetList
            versionId={version.id}
            filter={filter}
            pages={pages}
            hidden={hidden}
            selection={selection}
            cellSize={cellSize}
            onGo={go}
            onSelectAll={selectAll}
          />
        </div>
        <AssetSelection
          version={version}
          selection={selection}
          count={pages.count ?? 0}
          onSelectAll={selectAll}
        />
      </div>
    </div>
  );
}

function OpenedAsset(props: {
  version: Version;
  pages: Pages<Asset>;
  at: number;
  hidden: ReadonlySet<string>;
  onGo: Go;
}) {
  const { version, pages, at, hidden, onGo } = props;
  const asset = pages.itemAt(at);
  if (!asset) {
    const onClear = () => onGo({ q: undefined });
    return <ListWaiting error={pages.error} onRetry={pages.refetch} onClear={onClear} />;
  }
  return (
    <AssetView
      version={version}
      asset={asset}
      at={at}
      count={pages.count ?? 0}
      hidden={hidden}
      onMove={(next) => onGo({ at: next })}
      onClose={() => onGo({ at: undefined })}
    />
  );
}

interface AssetListProps {
  versionId: string;
  filter: AssetFilter;
  pages: Pages<Asset>;
  hidden: ReadonlySet<string>;
  selection: Selection;
  cellSize: number;
  onGo: Go;
  onSelectAll: () => void;
}

function AssetList(props: AssetListProps) {
  const { versionId, filter, pages, hidden, selection, onGo } = props;
  const { view } = route.useSearch();
  const onOpen = (index: number) => onGo({ at: index }, true);
  const onClear = () => onGo({ q: undefined, labels: undefined });
  if (view === "table") {
    const table = { versionId, filter, selection, onOpen };
    return <AssetTable {...table} />;
  }
  if (pages.count === undefined) {
    return <ListWaiting error={pages.error} onRetry={pages.refetch} onClear={onClear} />;
  }
  if (pages.count === 0) {
    return <Nothing isFiltered={Boolean(filter.q || filter.labelIds?.length)} onClear={onClear} />;
  }
  return (
    <Gallery<Asset>
      key={JSON.stringify(filter)}
      label={t("{count} assets", { count: formatCount(pages.count) })}
      count={pages.count}
      itemAt={pages.itemAt}
      idOf={(asset) => asset.id}
      nameOf={(asset) => asset.data.filename}
      onShow={pages.show}
      picture={(asset) => <AssetPicture asset={asset} hidden={hidden} />}
      caption={(asset) => <AssetCaption asset={asset} />}
      selection={selection}
      onOpen={(_, index) => onOpen(index)}
      onSelectAll={props.onSelectAll}
      cellSize={props.cellSize}
    />
  );
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) {
    return (
      <EmptyState
        icon={<IconPhotoOff size={32} />}
        title={t("This version has no assets")}
        hint={t("Select data in the datalake and press “Dataset…”")}
      />
    );
  }
  return (
    <EmptyState
      title={t("No asset matches")}
      action={
        <Button variant="default" onClick={onClear}>
          {t("Clear the filters")}
        </Button>
      }
    />
  );
}
