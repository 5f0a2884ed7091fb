// SPDX-License-Identifier: Apache-2.0
import { IconDownload, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useActions } from "@/kernel/actions/registry";
import { queryClient } from "@/kernel/api/query";
import { formatBytes, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon } from "@/ui/kit";
import { CopyId } from "@/ui/Page";
import { Facts } from "@/ui/Stat";
import { Loaded } from "@/ui/states";
import { TagChips, TagMenu } from "@/ui/Tags";
import { attachTag, createTag, type Data, dataQuery, detachTag, lakeTagsQuery } from "../api";
import { DataPicture } from "./pictures";

/** Preview, tags and metadata of one data item. */
export function DataPanel({ dataId, onClose }: { dataId: string; onClose: () => void }) {
  const query = useQuery(dataQuery(dataId));
  useActions([
    {
      id: "data.close",
      label: t("Close the details"),
      keys: "escape",
      group: t("Datalake"),
      run: onClose,
    },
  ]);
  return (
    <aside className="list-side" aria-label={t("Details")}>
      <div className="row">
        <h2 className="heading-small truncate grow" title={query.data?.filename}>
          {query.data?.filename ?? t("Details")}
        </h2>
        <ActionIcon variant="subtle" aria-label={t("Close the details")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Loaded query={query}>{(data) => <Body data={data} />}</Loaded>
    </aside>
  );
}

function Body({ data }: { data: Data }) {
  const picture = data.display_url ?? data.thumbnail_url;
  return (
    <div className="stack">
      <div className="panel-picture">
        {picture ? <img src={picture} alt={data.filename} /> : <DataPicture data={data} />}
      </div>
      {data.status_reason && <p className="small quiet">{data.status_reason}</p>}
      <DataTags data={data} />
      <Facts facts={factsOf(data)} />
      <Values title={t("Metadata")} values={data.metadata} />
      <Values title={t("Custom metadata")} values={data.custom_metadata} />
      {data.presigned_url && (
        <a className="row small" href={data.presigned_url} download={data.filename}>
          <IconDownload size={14} aria-hidden />
          {t("Download the original")}
        </a>
      )}
    </div>
  );
}

function factsOf(data: Data): (readonly [string, ReactNode])[] {
  return [
    [t("Id"), <CopyId key="id" id={data.id} />],
    [t("Shape"), data.meta?.width ? `${data.meta.width} × ${data.meta.height}` : "–"],
    [t("Size"), formatBytes(data.file_size)],
    [t("Type"), data.content_type],
    [t("Source"), data.data_source?.name ?? "–"],
    [t("Created"), formatMoment(data.created_at)],
  ];
}

function Values({ title, values }: { title: string; values: Record<string, unknown> | null }) {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value != null);
  if (entries.length === 0) return null;
  return (
    <section className="stack">
      <h2 className="heading-small">{title}</h2>
      <Facts
        facts={entries.map(([key, value]) => [
          key,
          typeof value === "object" ? JSON.stringify(value) : String(value),
        ])}
      />
    </section>
  );
}

function DataTags({ data }: { data: Data }) {
  const tags = useQuery(lakeTagsQuery(data.datalake_id));
  const carried = new Set(data.tags.map((tag) => tag.id));
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["data"] });
  const attach = async (tagId: string) => {
    await attachTag(tagId, [data.id]);
    await refresh();
  };
  return (
    <div className="row-wrap">
      <TagChips
        tags={data.tags}
        onRemove={(tag) => void detachTag(tag.id, [data.id]).then(refresh)}
      />
      <TagMenu
        label={t("Tag")}
        tags={(tags.data?.items ?? []).filter((tag) => !carried.has(tag.id))}
        onPick={(tag) => attach(tag.id)}
        onCreate={async (name) => {
          const tag = await createTag(data.datalake_id, name);
          await tags.refetch();
          await attach(tag.id);
        }}
      />
    </div>
  );
}
