// SPDX-License-Identifier: Apache-2.0
import { IconCalculator, IconPhotoCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { BoxedImage } from "@/ui/BoxLayer";
import { Button, SegmentedControl, Select, Slider } from "@/ui/kit";
import { More } from "@/ui/More";
import { EmptyState, ErrorState, Loaded } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { computeMetrics, type Evaluation, evaluationsQuery, type Overview } from "../api";
import { EvaluationDialog } from "../parts/EvaluationDialog";
import { ExperimentFrame } from "../parts/ExperimentFrame";
import { type Layer, setsOf } from "../parts/evaluations";

/** Weaker predictions count in the metrics but hide the image. */
const SHOWN_FROM = 0.3;

type Search = { layer?: Layer | undefined; score?: number | undefined; label?: string | undefined };

/** Predictions against ground truth, image by image (EV-01…EV-03). */
export function EvaluationsPage() {
  return (
    <ExperimentFrame isFull>
      {(experiment) => <Evaluations experiment={experiment} />}
    </ExperimentFrame>
  );
}

function Evaluations({ experiment }: { experiment: Overview }) {
  const navigate = useNavigate();
  const search = useSearch({ from: "/signed-in/experiments/$experimentId/evaluations" });
  const query = useInfiniteQuery(evaluationsQuery(experiment.id));
  const [openId, setOpenId] = useState<string | null>(null);
  const evaluations = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: Search) =>
    void navigate({
      to: "/experiments/$experimentId/evaluations",
      params: { experimentId: experiment.id },
      search: { ...search, ...part },
      replace: true,
    });
  const shown = evaluations.filter((one) => !search.label || hasLabel(one, search.label));
  const open = shown.findIndex((one) => one.id === openId);
  return (
    <>
      <Toolbar
        experiment={experiment}
        evaluations={evaluations}
        count={query.data?.pages[0]?.count ?? 0}
        search={search}
        onChange={change}
      />
      <Loaded query={query}>
        {() =>
          shown.length === 0 ? (
            <EmptyState
              icon={<IconPhotoCheck size={32} />}
              title={search.label ? t("No results") : t("No evaluations yet")}
              hint={t("A training stores what its model predicts on the validation images")}
            />
          ) : (
            <div className="tiles">
              {shown.map((one) => (
                <Tile
                  key={one.id}
                  evaluation={one}
                  search={search}
                  onOpen={() => setOpenId(one.id)}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <More query={query} />
      {shown[open] && (
        <EvaluationDialog
          evaluation={shown[open]}
          layer={search.layer ?? "both"}
          score={search.score ?? SHOWN_FROM}
          onClose={() => setOpenId(null)}
          onMove={(step) => setOpenId(shown[open + step]?.id ?? openId)}
        />
      )}
    </>
  );
}

function hasLabel(evaluation: Evaluation, label: string): boolean {
  return [...evaluation.shapes, ...evaluation.ground_truth].some((shape) => shape.label === label);
}

interface ToolbarProps {
  experiment: Overview;
  evaluations: readonly Evaluation[];
  count: number;
  search: Search;
  onChange: (part: Search) => void;
}

function Toolbar({ experiment, evaluations, count, search, onChange }: ToolbarProps) {
  const queryClient = useQueryClient();
  const computing = useSubmit();
  const [score, setScore] = useState(search.score ?? SHOWN_FROM);
  const labels = [
    ...new Set(
      evaluations.flatMap((one) =>
        [...one.shapes, ...one.ground_truth].map((shape) => shape.label),
      ),
    ),
  ].sort();
  const compute = () =>
    void computing.run(async () => {
      await computeMetrics(experiment.id, experiment.type);
      showSuccess(t("Metrics computed"));
      await queryClient.invalidateQueries({ queryKey: ["evaluation"] });
      await queryClient.invalidateQueries({ queryKey: ["experiment"] });
    });
  return (
    <>
      <div className="toolbar">
        <SegmentedControl
          aria-label={t("Layer")}
          value={search.layer ?? "both"}
          onChange={(value) => onChange({ layer: value as Layer })}
          data={[
            { value: "both", label: t("Both") },
            { value: "truth", label: t("Ground truth") },
            { value: "prediction", label: t("Prediction") },
          ]}
        />
        <span className="row small">
          {t("Score from")}
          <Slider
            w={120}
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
        <Select
          aria-label={t("Label")}
          placeholder={t("All labels")}
          clearable
          w={160}
          value={search.label ?? null}
          onChange={(value) => onChange({ label: value ?? undefined })}
          data={labels}
        />
        <span className="faint small">
          {t("{count, plural, one {# evaluation} other {# evaluations}}", { count })}
        </span>
        <Button
          className="spread"
          variant="default"
          leftSection={<IconCalculator size={14} />}
          loading={computing.isBusy}
          disabled={count === 0}
          onClick={compute}
        >
          {t("Compute metrics")}
        </Button>
      </div>
      <ErrorState error={computing.error} />
    </>
  );
}

function Tile(props: { evaluation: Evaluation; search: Search; onOpen: () => void }) {
  const { evaluation, search, onOpen } = props;
  const data = evaluation.asset?.data;
  const ap = evaluation.metrics?.ap_50_95;
  const correct = evaluation.metrics?.correct;
  return (
    <button type="button" className="tile" onClick={onOpen}>
      <div className="tile-image">
        <BoxedImage
          src={data?.thumbnail_url ?? data?.presigned_url}
          alt={data?.filename ?? ""}
          width={data?.meta.width ?? 1}
          height={data?.meta.height ?? 1}
          sets={setsOf(evaluation, search.layer ?? "both", search.score ?? SHOWN_FROM)}
        />
      </div>
      <div className="tile-foot small">
        <span className="truncate grow">{data?.filename ?? t("Deleted asset")}</span>
        {typeof ap === "number" && <b>{`AP ${ap.toFixed(2)}`}</b>}
        {typeof correct === "boolean" && <b>{correct ? t("Right") : t("Wrong")}</b>}
      </div>
    </button>
  );
}
