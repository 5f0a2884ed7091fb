// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { Button, SegmentedControl } from "@/ui/kit";
import { QueryBar, queryTrouble } from "@/ui/QueryBar";
import type { ReviewStatus } from "../api";
import type { Layer } from "./PredictionTile";
import { ScoreSlider } from "./ScoreSlider";

export interface Search {
  q?: string | undefined;
  status?: ReviewStatus | undefined;
  layer?: Layer | undefined;
  score?: number | undefined;
}

export interface PredictionFiltersProps {
  search: Search;
  count: number;
  hasShadow: boolean;
  error: unknown;
  onChange: (part: Search) => void;
  onAll: () => void;
}

const ALL = "ALL";
const EXAMPLE = 'tags.name = "night"';
const STATUSES = [
  { value: ALL, label: "All" },
  { value: "TO_REVIEW", label: "To review" },
  { value: "REVIEWED", label: "Reviewed" },
  { value: "SUBMITTED", label: "Submitted" },
];

/** Status, layer, score and query of the grid. */
export function PredictionFilters(props: PredictionFiltersProps) {
  const { search, count, hasShadow, error, onChange, onAll } = props;
  return (
    <div className="toolbar">
      <SegmentedControl
        aria-label={t("Status")}
        value={search.status ?? ALL}
        onChange={(value) =>
          onChange({ status: value === ALL ? undefined : (value as ReviewStatus) })
        }
        data={STATUSES.map((one) => ({ ...one, label: t(one.label) }))}
      />
      <SegmentedControl
        aria-label={t("Layer")}
        value={search.layer ?? "champion"}
        onChange={(value) => onChange({ layer: value as Layer })}
        data={[
          { value: "champion", label: t("Champion") },
          ...(hasShadow ? [{ value: "shadow", label: t("Shadow") }] : []),
          { value: "review", label: t("Review") },
        ]}
      />
      <ScoreSlider value={search.score ?? 0} onChangeEnd={(score) => onChange({ score })} />
      <QueryBar
        object="predicted_asset"
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q || undefined })}
        error={queryTrouble(error)}
        placeholder={t("Search, for example {query}", { query: EXAMPLE })}
      />
      <span className="faint small">
        {t("{count, plural, one {# image} other {# images}}", { count })}
      </span>
      <Button variant="default" onClick={onAll}>
        {t("Select all loaded")}
      </Button>
    </div>
  );
}
