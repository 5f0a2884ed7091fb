// SPDX-License-Identifier: Apache-2.0
import { IconPhotoScan } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { More } from "@/ui/More";
import { EmptyState, Loaded } from "@/ui/states";
import { type Deployment, type PredictedAsset, predictedAssetsQuery } from "../api";
import { predictionOf } from "../model";
import { DeploymentFrame } from "../parts/DeploymentFrame";
import { PredictionFilters, type Search } from "../parts/PredictionFilters";
import { PredictionTile } from "../parts/PredictionTile";
import { SelectionBar } from "../parts/SelectionBar";

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
  const search: Search = useSearch({ from: "/signed-in/deployments/$deploymentId/predictions" });
  const query = useInfiniteQuery(
    predictedAssetsQuery(deployment.id, { q: search.q, status: search.status }),
  );
  const assets = query.data?.pages.flatMap((page) => page.items) ?? [];
  const selection = useChosen(assets);
  const change = (part: Search) =>
    void navigate({
      to: "/deployments/$deploymentId/predictions",
      params: { deploymentId: deployment.id },
      search: { ...search, ...part },
      replace: true,
    });
  return (
    <>
      <PredictionFilters
        search={search}
        count={query.data?.pages[0]?.count ?? 0}
        hasShadow={
          deployment.shadow_model_version_id !== null ||
          assets.some((asset) => predictionOf(asset, true) !== undefined)
        }
        error={search.q ? query.error : null}
        onChange={change}
        onAll={selection.all}
      />
      <Loaded query={query}>
        {() => <Grid assets={assets} search={search} selection={selection} />}
      </Loaded>
      <More query={query} />
      {selection.chosen.length > 0 && (
        <SelectionBar deployment={deployment} assets={selection.chosen} onDone={selection.clear} />
      )}
    </>
  );
}

interface Selection {
  chosen: readonly PredictedAsset[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  all: () => void;
  clear: () => void;
}

function useChosen(assets: readonly PredictedAsset[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const all = () => setIds(new Set(assets.map((one) => one.id)));
  const clear = () => setIds(new Set());
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setIds(next);
  };
  const group = t("Predictions");
  const isEnabled = () => ids.size > 0;
  useActions([
    { id: "predictions.all", label: t("Select all loaded"), keys: "a", group, run: all },
    {
      id: "predictions.none",
      label: t("Clear the selection"),
      keys: "escape",
      group,
      isEnabled,
      run: clear,
    },
  ]);
  const chosen = assets.filter((one) => ids.has(one.id));
  return { chosen, has: (id) => ids.has(id), toggle, all, clear };
}

interface GridProps {
  assets: readonly PredictedAsset[];
  search: Search;
  selection: Selection;
}

function Grid({ assets, search, selection }: GridProps) {
  if (assets.length === 0) {
    const isFiltered = Boolean(search.q ?? search.status);
    return (
      <EmptyState
        icon={<IconPhotoScan size={32} />}
        title={isFiltered ? t("No results") : t("No predictions yet")}
        hint={
          isFiltered
            ? t("Change the filter")
            : t("Images that are predicted or reported appear here")
        }
      />
    );
  }
  return (
    <div className="tiles">
      {assets.map((asset) => (
        <PredictionTile
          key={asset.id}
          asset={asset}
          layer={search.layer ?? "champion"}
          score={search.score ?? 0}
          filter={{ q: search.q, status: search.status }}
          isChosen={selection.has(asset.id)}
          onToggle={() => selection.toggle(asset.id)}
        />
      ))}
    </div>
  );
}
