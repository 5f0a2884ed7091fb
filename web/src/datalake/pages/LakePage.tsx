// SPDX-License-Identifier: Apache-2.0
import { IconPhotoPlus, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type DragEvent, useCallback, useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { type Pages, usePages } from "@/kernel/api/pages";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { usePreference } from "@/kernel/storage/preferences";
import { Gallery } from "@/ui/Gallery";
import { Button } from "@/ui/kit";
import { ListBar } from "@/ui/ListBar";
import { ListWaiting } from "@/ui/ListState";
import { Page } from "@/ui/Page";
import { type Selection, useSelection } from "@/ui/selection";
import { EmptyState, Loaded } from "@/ui/states";
import { type Data, type Datalake, lakeQuery, listData, listIds } from "../api";
import { DataPanel } from "../parts/DataPanel";
import { LakeTable } from "../parts/LakeTable";
import { lakeTabs } from "../parts/lakeTabs";
import { DataCaption, DataPicture } from "../parts/pictures";
import { SelectionBar } from "../parts/SelectionBar";
import { UploadDialog } from "../parts/UploadDialog";
import { UploadTray } from "../parts/UploadTray";
import "./lake.css";

const route = getRouteApi("/signed-in/datalakes/$lakeId");
type Search = ReturnType<typeof route.useSearch>;
const PAGE_SIZE = 100;
const MOST_SELECTED = 50_000;
const ORDERS = [
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
  { value: "filename", label: "Filename" },
  { value: "-file_size", label: "Largest first" },
  { value: "data_source", label: "Source" },
] as const;

/** One datalake: thumbnails or rows, search, selection, details, upload (DL-02 … DL-14). */
export function LakePage() {
  const { lakeId } = route.useParams();
  const lake = useQuery(lakeQuery(lakeId));
  const [files, setFiles] = useState<readonly File[] | null>(null);
  useActions([
    {
      id: "data.upload",
      label: t("Upload data…"),
      keys: "u",
      group: t("Datalake"),
      run: () => setFiles([]),
    },
  ]);
  return (
    <Page
      crumbs={[
        { label: t("Datalakes"), to: "/datalakes" },
        { label: lake.data?.name ?? t("Datalake") },
      ]}
      id={lakeId}
      tabs={lakeTabs(lakeId)}
      actions={
        <Button leftSection={<IconUpload size={14} />} onClick={() => setFiles([])}>
          {t("Upload")}
        </Button>
      }
      isFull
    >
      <Loaded query={lake}>
        {(loaded) => (
          <DropZone onDrop={setFiles}>
            <LakeBody key={loaded.id} lake={loaded} onUpload={() => setFiles([])} />
            <UploadTray />
            <UploadDialog lake={loaded} files={files} onFiles={setFiles} />
          </DropZone>
        )}
      </Loaded>
    </Page>
  );
}

function DropZone(props: { onDrop: (files: File[]) => void; children: React.ReactNode }) {
  const [isOver, setOver] = useState(false);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its button in the header
    <div
      className="list-page"
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        props.onDrop([...event.dataTransfer.files]);
      }}
    >
      {props.children}
      {isOver && <div className="drop-hint">{t("Drop the files to upload them")}</div>}
    </div>
  );
}

function LakeBody({ lake, onUpload }: { lake: Datalake; onUpload: () => void }) {
  const search = route.useSearch();
  const navigate = useNavigate();
  const selection = useSelection();
  const [cellSize, setCellSize] = usePreference<number>("gallery.size", 168);
  const { q, order, open, view } = search;
  const filter = { q, order };
  const pages = usePages<Data>({
    queryKey: ["data", "grid", lake.id, q ?? "", order ?? ""],
    size: PAGE_SIZE,
    fetchPage: (offset, limit, signal) => listData(lake.id, filter, offset, limit, signal),
  });
  const go = useCallback(
    (change: Partial<Search>, isNew = false) => {
      const next = { ...search, ...change };
      const clean = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
      void navigate({
        to: "/datalakes/$lakeId",
        params: { lakeId: lake.id },
        search: clean,
        replace: !isNew,
      });
    },
    [search, navigate, lake.id],
  );
  const selectAll = () => {
    void listIds(lake.id, filter, MOST_SELECTED).then(selection.add);
  };
  return (
    <>
      <ListBar
        object="data"
        q={q ?? ""}
        onQuery={(text) => {
          selection.clear();
          go({ q: text || undefined, open: undefined }, true);
        }}
        error={pages.error}
        placeholder={t('Search, for example tags.name = "night" and metadata.weather = "rain"')}
        orders={ORDERS}
        order={order ?? "-created_at"}
        onOrder={(value) => go({ order: value })}
        view={view ?? "grid"}
        onView={(value) => go({ view: value })}
        cellSize={cellSize}
        onCellSize={setCellSize}
        count={pages.count}
      />
      <div className="list-split">
        <div className="list-main">
          <LakeList
            lakeId={lake.id}
            pages={pages}
            selection={selection}
            cellSize={cellSize}
            onGo={go}
            onSelectAll={selectAll}
            onUpload={onUpload}
          />
        </div>
        {open && <DataPanel dataId={open} onClose={() => go({ open: undefined })} />}
        <SelectionBar
          lakeId={lake.id}
          selection={selection}
          count={pages.count ?? 0}
          onSelectAll={selectAll}
        />
      </div>
    </>
  );
}

interface LakeListProps {
  lakeId: string;
  pages: Pages<Data>;
  selection: Selection;
  cellSize: number;
  onGo: (change: Partial<Search>) => void;
  onSelectAll: () => void;
  onUpload: () => void;
}

function LakeList(props: LakeListProps) {
  const { lakeId, pages, selection, onGo } = props;
  const { q, order, open, view } = route.useSearch();
  const onOpen = (data: Data) => onGo({ open: data.id });
  const onClear = () => onGo({ q: undefined });
  if (view === "table") {
    return (
      <LakeTable lakeId={lakeId} filter={{ q, order }} selection={selection} onOpen={onOpen} />
    );
  }
  if (pages.count === undefined) {
    return <ListWaiting error={pages.error} onRetry={pages.refetch} onClear={onClear} />;
  }
  if (pages.count === 0) {
    return <Nothing hasQuery={Boolean(q)} onUpload={props.onUpload} onClear={onClear} />;
  }
  return (
    <Gallery<Data>
      key={`${q ?? ""} ${order ?? ""}`}
      label={t("{count} data items", { count: formatCount(pages.count) })}
      count={pages.count}
      itemAt={pages.itemAt}
      idOf={(data) => data.id}
      nameOf={(data) => data.filename}
      onShow={pages.show}
      picture={(data) => <DataPicture data={data} />}
      caption={(data) => <DataCaption data={data} />}
      selection={selection}
      openId={open}
      onOpen={onOpen}
      onSelectAll={props.onSelectAll}
      cellSize={props.cellSize}
    />
  );
}

function Nothing(props: { hasQuery: boolean; onUpload: () => void; onClear: () => void }) {
  if (props.hasQuery) {
    return (
      <EmptyState
        title={t("No data matches")}
        action={
          <Button variant="default" onClick={props.onClear}>
            {t("Clear the query")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconPhotoPlus size={32} />}
      title={t("This datalake is empty")}
      hint={t("Drop images here, or choose them")}
      action={<Button onClick={props.onUpload}>{t("Upload data…")}</Button>}
    />
  );
}
