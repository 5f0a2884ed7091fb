// SPDX-License-Identifier: Apache-2.0
import { IconChevronLeft, IconChevronRight, IconPencil, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { EditorCanvas, type EditorShape } from "@/editor";
import { useActions } from "@/kernel/actions/registry";
import { queryClient } from "@/kernel/api/query";
import { formatBytes, formatCount, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button } from "@/ui/kit";
import { CopyId } from "@/ui/Page";
import { Facts } from "@/ui/Stat";
import { labelColor } from "@/ui/Status";
import { TagChips, TagMenu } from "@/ui/Tags";
import { type Asset, assetTagsQuery, createAssetTag, setTag, type Version } from "../api";
import { toEditorShape } from "../shapes";

const route = getRouteApi("/signed-in/datasets/$datasetId/$versionId");

export interface AssetViewProps {
  version: Version;
  asset: Asset;
  /** Position in the list, from 0. */
  at: number;
  count: number;
  hidden: ReadonlySet<string>;
  onMove: (at: number) => void;
  onClose: () => void;
}

/** One asset large: image, all its shapes, tags and metadata (DS-05, DS-06). */
export function AssetView(props: AssetViewProps) {
  const { version, asset, at, count, hidden, onMove, onClose } = props;
  const navigate = useNavigate();
  const search = route.useSearch();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const shapes = useMemo(() => (asset.shapes ?? []).map(toEditorShape), [asset.shapes]);
  const labels = useMemo(
    () =>
      (version.labels ?? []).map((label) => ({
        id: label.id,
        name: label.name,
        colorIndex: label.color_index,
      })),
    [version.labels],
  );
  const isHidden = useMemo(
    () => (shape: EditorShape) => shape.labelId !== null && hidden.has(shape.labelId),
    [hidden],
  );
  const step = (by: number) => {
    const next = at + by;
    if (next >= 0 && next < count) onMove(next);
  };
  useActions([
    line("next", t("Next asset"), "arrowright", () => step(1)),
    line("previous", t("Previous asset"), "arrowleft", () => step(-1)),
    line("close", t("Back to the grid"), "escape", onClose, () => selectedId === null),
  ]);
  const { data } = asset;
  return (
    <div className="asset-view">
      <div className="asset-stage">
        <div className="list-bar">
          <ActionIcon variant="subtle" aria-label={t("Back to the grid")} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
          <strong className="truncate">{data.filename}</strong>
          <span className="grow" />
          <Button
            variant="default"
            leftSection={<IconPencil size={14} />}
            onClick={() =>
              void navigate({
                to: "/datasets/$datasetId/$versionId/annotate",
                params: { datasetId: version.origin_id, versionId: version.id },
                search: { q: search.q, order: search.order, labels: search.labels, at },
              })
            }
          >
            {t("Annotate")}
          </Button>
          <ActionIcon
            variant="subtle"
            aria-label={t("Previous asset")}
            disabled={at === 0}
            onClick={() => step(-1)}
          >
            <IconChevronLeft size={16} />
          </ActionIcon>
          <span className="small">
            {formatCount(at + 1)} / {formatCount(count)}
          </span>
          <ActionIcon
            variant="subtle"
            aria-label={t("Next asset")}
            disabled={at >= count - 1}
            onClick={() => step(1)}
          >
            <IconChevronRight size={16} />
          </ActionIcon>
        </div>
        <div className="asset-canvas">
          <EditorCanvas
            key={asset.id}
            imageUrl={data.display_url ?? data.presigned_url}
            width={data.meta?.width || 1}
            height={data.meta?.height || 1}
            shapes={shapes}
            labels={labels}
            selectedId={selectedId}
            onSelect={setSelectedId}
            isHidden={isHidden}
            readOnly
          />
        </div>
      </div>
      <aside className="list-side stack" aria-label={t("Details")}>
        <Objects asset={asset} selectedId={selectedId} onSelect={setSelectedId} />
        <AssetTags version={version} asset={asset} />
        <Details asset={asset} />
      </aside>
    </div>
  );
}

function line(
  id: string,
  label: string,
  keys: string,
  run: () => void,
  isEnabled: () => boolean = () => true,
) {
  return { id: `asset.${id}`, label, keys, group: t("Asset"), run, isEnabled };
}

function Objects(props: {
  asset: Asset;
  selectedId: string | null;
  onSelect: (id: string) => void;
}) {
  const shapes = props.asset.shapes ?? [];
  return (
    <section>
      <h2 className="heading-small">
        {t("{count, plural, =0 {No objects} one {# object} other {# objects}}", {
          count: shapes.length,
        })}
      </h2>
      <ul className="object-list">
        {shapes.map((shape) => (
          <li key={shape.id}>
            <button
              type="button"
              aria-pressed={shape.id === props.selectedId}
              onClick={() => props.onSelect(shape.id)}
            >
              <i style={{ background: labelColor(shape.color_index) }} />
              <span className="truncate grow">{shape.label}</span>
              <span className="faint small">
                {shape.kind === "classification"
                  ? t("classification")
                  : `${Math.round(shape.box[2])} × ${Math.round(shape.box[3])}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AssetTags({ version, asset }: { version: Version; asset: Asset }) {
  const tags = useQuery(assetTagsQuery(version.id));
  const carried = new Set(asset.tags.map((tag) => tag.id));
  const change = async (tagId: string, isOn: boolean) => {
    await setTag(tagId, [asset.id], isOn);
    await queryClient.invalidateQueries({ queryKey: ["asset"] });
  };
  return (
    <section className="stack">
      <h2 className="heading-small">{t("Tags")}</h2>
      <div className="row-wrap">
        <TagChips
          tags={asset.tags}
          onRemove={version.locked ? undefined : (tag) => void change(tag.id, false)}
        />
        {!version.locked && (
          <TagMenu
            label={t("Tag")}
            tags={(tags.data?.items ?? []).filter((tag) => !carried.has(tag.id))}
            onPick={(tag) => change(tag.id, true)}
            onCreate={async (name) => {
              const made = await createAssetTag(version.id, name);
              await tags.refetch();
              await change(made.id, true);
            }}
          />
        )}
      </div>
      {asset.data.tags.length > 0 && (
        <div className="row-wrap">
          <span className="faint small">{t("Data tags")}</span>
          <TagChips tags={asset.data.tags} />
        </div>
      )}
    </section>
  );
}

function Details({ asset }: { asset: Asset }) {
  const { data } = asset;
  const metadata = Object.entries({ ...data.metadata, ...data.custom_metadata });
  return (
    <section className="stack">
      <h2 className="heading-small">{t("Image")}</h2>
      <Facts
        facts={[
          [t("Asset id"), <CopyId key="asset" id={asset.id} />],
          [t("Data id"), <CopyId key="data" id={data.id} />],
          [t("Shape"), data.meta?.width ? `${data.meta.width} × ${data.meta.height}` : "–"],
          [t("Size"), formatBytes(data.file_size)],
          [t("Source"), data.data_source?.name ?? "–"],
          [t("Created"), formatMoment(data.created_at)],
          ...metadata
            .filter(([, value]) => value != null)
            .map(
              ([key, value]) =>
                [key, typeof value === "object" ? JSON.stringify(value) : String(value)] as const,
            ),
        ]}
      />
    </section>
  );
}
