// SPDX-License-Identifier: Apache-2.0
import { IconTag } from "@tabler/icons-react";
import { BoxOverlay } from "@/editor";
import { StatusChip } from "@/ui/Status";
import type { Asset } from "../api";
import { drawnOf } from "../shapes";

/** Thumbnail with its shapes; labels in `hidden` are left out. */
export function AssetPicture({ asset, hidden }: { asset: Asset; hidden: ReadonlySet<string> }) {
  const { data } = asset;
  if (!data.thumbnail_url) {
    return (
      <span className="gallery-state">
        <StatusChip status={data.upload_status} />
      </span>
    );
  }
  const drawn = drawnOf(asset.shapes, hidden);
  const isEmpty = drawn.boxes.length === 0 && drawn.polygons.length === 0;
  return (
    <>
      <img src={data.thumbnail_url} alt="" loading="lazy" decoding="async" />
      {!isEmpty && (
        <BoxOverlay width={data.meta?.width ?? 0} height={data.meta?.height ?? 0} {...drawn} />
      )}
    </>
  );
}

export function AssetCaption({ asset }: { asset: Asset }) {
  const count = asset.shapes?.length ?? 0;
  return (
    <>
      <span className="truncate grow" title={asset.data.filename}>
        {asset.data.filename}
      </span>
      {asset.tags.length > 0 && <IconTag size={12} aria-hidden />}
      <span className="faint">{count}</span>
    </>
  );
}
