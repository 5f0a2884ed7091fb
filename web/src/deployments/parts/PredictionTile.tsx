// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { formatAgo, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { BoxedImage, type ShapeSet } from "@/ui/BoxLayer";
import { Checkbox } from "@/ui/kit";
import { Chip, StatusChip } from "@/ui/Status";
import type { PredictedAsset, PredictedFilter } from "../api";
import { drawnShapes, predictionOf, reviewOf, shapeCount } from "../model";

export type Layer = "champion" | "shadow" | "review";

export interface PredictionTileProps {
  asset: PredictedAsset;
  layer: Layer;
  score: number;
  /** Filter of the grid, kept while one reviews. */
  filter: PredictedFilter;
  isChosen: boolean;
  onToggle: () => void;
}

/** One predicted image in the grid; opening it leads to its review. */
export function PredictionTile(props: PredictionTileProps) {
  const { asset, layer, score, filter, isChosen, onToggle } = props;
  const { data } = asset;
  return (
    <div className="tile" data-selected={isChosen ? "" : undefined}>
      <Checkbox
        className="tile-pick"
        size="xs"
        aria-label={t("Choose {name}", { name: data.filename })}
        checked={isChosen}
        onChange={onToggle}
      />
      <span className="tile-status">
        <StatusChip status={asset.status} />
      </span>
      <Link
        className="tile-open"
        to="/deployments/$deploymentId/predictions/$assetId"
        params={{ deploymentId: asset.deployment_id, assetId: asset.id }}
        search={filter}
      >
        <div className="tile-image">
          <BoxedImage
            src={data.thumbnail_url ?? data.presigned_url}
            alt={data.filename}
            width={data.meta.width}
            height={data.meta.height}
            sets={setsOf(asset, layer, score)}
          />
        </div>
        <TileFoot asset={asset} layer={layer} />
      </Link>
    </div>
  );
}

function TileFoot({ asset, layer }: { asset: PredictedAsset; layer: Layer }) {
  const shown = listsOf(asset, layer);
  const [name] = (shown?.classifications ?? []).map((one) => one.label.name);
  return (
    <div className="tile-foot tile-lines small">
      <span className="row">
        <span className="truncate grow" title={asset.data.filename}>
          {asset.data.filename}
        </span>
        {name && <Chip>{name}</Chip>}
      </span>
      <span className="faint truncate">
        {t("{count, plural, one {# object} other {# objects}}", { count: shapeCount(shown) })}
        {` · ${formatAgo(asset.created_at)}`}
      </span>
      {asset.outlier_score != null && (
        <span className="row faint">
          <span className="grow">
            {t("Outlier score {score}", { score: formatScore(asset.outlier_score) })}
          </span>
          {asset.is_outlier && <Chip tone="warn">{t("Outlier")}</Chip>}
        </span>
      )}
    </div>
  );
}

function listsOf(asset: PredictedAsset, layer: Layer) {
  return layer === "review" ? reviewOf(asset) : predictionOf(asset, layer === "shadow");
}

const TOKENS: Record<Layer, string> = {
  champion: "--pred",
  shadow: "--line-strong",
  review: "--gt",
};

function setsOf(asset: PredictedAsset, layer: Layer, score: number): ShapeSet[] {
  const lowest = layer === "review" ? 0 : score;
  return [
    {
      token: TOKENS[layer],
      isDashed: layer === "shadow",
      shapes: drawnShapes(listsOf(asset, layer), lowest),
    },
  ];
}
