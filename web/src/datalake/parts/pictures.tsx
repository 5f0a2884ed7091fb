// SPDX-License-Identifier: Apache-2.0
import { IconFileUnknown, IconTag } from "@tabler/icons-react";
import { t } from "@/kernel/i18n/i18n";
import { StatusChip } from "@/ui/Status";
import type { Data } from "../api";

/** Thumbnail of a data item, or the state that keeps it from having one. */
export function DataPicture({ data }: { data: Data }) {
  if (data.thumbnail_url) {
    return <img src={data.thumbnail_url} alt="" loading="lazy" decoding="async" />;
  }
  return (
    <span className="gallery-state">
      {data.upload_status === "DONE" ? (
        <IconFileUnknown size={28} aria-label={t("No preview")} />
      ) : (
        <StatusChip status={data.upload_status} />
      )}
    </span>
  );
}

export function DataCaption({ data }: { data: Data }) {
  return (
    <>
      <span className="truncate grow" title={data.filename}>
        {data.filename}
      </span>
      {data.tags.length > 0 && (
        <span
          className="row faint"
          style={{ gap: 2 }}
          title={data.tags.map((tag) => tag.name).join(", ")}
        >
          <IconTag size={12} aria-hidden />
          {data.tags.length}
        </span>
      )}
    </>
  );
}
