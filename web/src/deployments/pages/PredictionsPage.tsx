// SPDX-License-Identifier: Apache-2.0
import { IconPhotoScan } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { Button, SegmentedControl, Slider, TextInput } from "@/ui/kit";
import { EmptyState, Loaded } from "@/ui/states";
import { type Deployment, predictedAssetsQuery, type ReviewStatus } from "../api";
import { DeploymentFrame } from "../parts/DeploymentFrame";
import { type Layer, PredictionTile } from "../parts/PredictionTile";
import { SelectionBar } from "../parts/SelectionBar";

interface Search {
  q?: string | undefined;
  status?: ReviewStatus | undefined;
  layer?: Layer | undefined;
  score?: number | undefined;
}

/** Predicted images with their shapes: filter, choose, review, submit (PA-01…PA-04, PL-04). */
export function PredictionsPage() {
  return (
    <DeploymentFrame isFull>
      {(deployment) => <Predictions deployment={deployment} />}
    </DeploymentFrame>
  );
}

function Predictions({ deployment }: { deployment: Deployment }) {
  const navigate = useNavigate();
  const search: Search = useSearch({ from: "/work/deployments/$deploymentId/predictions" });
  const query = useInfiniteQuery(
    predictedAssetsQuery(deployment.id, { q: search.q, status: search.status }),
  );
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const assets = query.data?.pages.flatMap((page) => page.items) ?? [];
  const count = query.data?.pages[0]?.count ?? 0;
  const isFiltered = Boolean(search.q ?? search.status);
  const change = (part: Search) =>
    void navigate({
      to: "/deployments/$deploymentId/predictions",
      params: { deploymentId: deployment.id },
      search: { ...search, ...part },
      replace: true,
    });
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const all = () => setChosen(new Set(assets.map((one) => one.id)));
  useActions([
    {
      id: "predictions.all",
      label: t("Select all loaded"),
      keys: "a",
      group: t("Predictions"),
      run: all,
    },
    {
      id: "predictions.none",
      label: t("Clear the selection"),
      keys: "escape",
      group: t("Predictions"),
      isEnabled: () => chosen.size > 0,
      run: () => setChosen(new Set()),
    },
  ]);
  return (
    <>
      <Filters
        search={search}
        count={count}
        hasShadow={deployment.shadow_model_version_id !== null}
        onChange={change}
        onAll={all}
      />
      <Loaded query={query}>
        {() =>
          assets.length === 0 ? (
            <EmptyState
              icon={<IconPhotoScan size={32} />}
              title={isFiltered ? t("No results") : t("No predictions yet")}
              hint={
                isFiltered
                  ? t("Change the filter")
                  : t("Images that are predicted or reported appear here")
              }
            />
          ) : (
            <div className="tiles">
              {assets.map((asset) => (
                <PredictionTile
                  key={asset.id}
                  asset={asset}
                  layer={search.layer ?? "champion"}
                  score={search.score ?? 0}
                  isChosen={chosen.has(asset.id)}
                  onToggle={() => toggle(asset.id)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {query.hasNextPage && (
        <Button
          m="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("More")}
        </Button>
      )}
      {chosen.size > 0 && (
        <SelectionBar
          deployment={deployment}
          assets={assets.filter((one) => chosen.has(one.id))}
          onDone={() => setChosen(new Set())}
        />
      )}
    </>
  );
}

interface FiltersProps {
  search: Search;
  count: number;
  hasShadow: boolean;
  onChange: (part: Search) => void;
  onAll: () => void;
}

function Filters({ search, count, hasShadow, onChange, onAll }: FiltersProps) {
  const [typed, setTyped] = useState(search.q ?? "");
  const [score, setScore] = useState(search.score ?? 0);
  return (
    <div className="toolbar">
      <SegmentedControl
        aria-label={t("Status")}
        value={search.status ?? "ALL"}
        onChange={(value) =>
          onChange({ status: value === "ALL" ? undefined : (value as ReviewStatus) })
        }
        data={[
          { value: "ALL", label: t("All") },
          { value: "TO_REVIEW", label: t("To review") },
          { value: "REVIEWED", label: t("Reviewed") },
          { value: "SUBMITTED", label: t("Submitted") },
        ]}
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
      <span className="row small">
        {t("Score from")}
        <Slider
          w={100}
          size="sm"
          min={0}
          max={1}
          step={0.01}
          label={null}
          thumbLabel={t("Lowest score")}
          value={score}
          onChange={setScore}
          onChangeEnd={(value) => onChange({ score: value })}
        />
        {score.toFixed(2)}
      </span>
      <form
        className="grow"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ q: typed.trim() || undefined });
        }}
      >
        <TextInput
          aria-label={t("Query")}
          placeholder='predictions.rectangles.label.name = "bolt"'
          className="mono-input"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      <span className="faint small">
        {t("{count, plural, one {# image} other {# images}}", { count })}
      </span>
      <Button variant="default" onClick={onAll}>
        {t("Select all loaded")}
      </Button>
    </div>
  );
}
