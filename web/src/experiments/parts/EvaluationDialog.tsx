// SPDX-License-Identifier: Apache-2.0
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useEffect } from "react";
import { formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { metricName } from "@/registry";
import { BoxedImage } from "@/ui/BoxLayer";
import { Button, Modal } from "@/ui/kit";
import { Facts } from "@/ui/Stat";
import type { Evaluation, ShapeRead } from "../api";
import { type Layer, setsOf } from "./evaluations";

export interface EvaluationDialogProps {
  evaluation: Evaluation;
  layer: Layer;
  score: number;
  onClose: () => void;
  onMove: (step: number) => void;
}

/** One evaluated image at full size with its figures; arrows move through the list. */
export function EvaluationDialog(props: EvaluationDialogProps) {
  const { evaluation, layer, score, onClose, onMove } = props;
  const data = evaluation.asset?.data;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "ArrowLeft") onMove(-1);
      if (event.key === "ArrowRight") onMove(1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [onMove]);
  return (
    <Modal
      opened
      onClose={onClose}
      size="90%"
      title={data?.filename ?? t("Evaluation")}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <div className="evaluation-view">
        <div className="evaluation-image">
          <BoxedImage
            src={data?.display_url ?? data?.presigned_url}
            alt={data?.filename ?? ""}
            width={data?.meta.width ?? 1}
            height={data?.meta.height ?? 1}
            sets={setsOf(evaluation, layer, score)}
            hasCaptions
          />
        </div>
        <div className="stack">
          <div className="row">
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={14} />}
              onClick={() => onMove(-1)}
            >
              {t("Previous")}
            </Button>
            <Button
              variant="default"
              rightSection={<IconArrowRight size={14} />}
              onClick={() => onMove(1)}
            >
              {t("Next")}
            </Button>
          </div>
          <h3>{t("Figures")}</h3>
          <Facts
            facts={[
              [t("Ground truth"), evaluation.ground_truth.length],
              [t("Predictions"), evaluation.shapes.length],
              ...figuresOf(evaluation.metrics),
              ...figuresOf(evaluation.custom_metrics),
            ]}
          />
          <h3>{t("Predictions from score {score}", { score: score.toFixed(2) })}</h3>
          <Facts facts={linesOf(evaluation.shapes.filter((one) => (one.score ?? 1) >= score))} />
        </div>
      </div>
    </Modal>
  );
}

function figuresOf(metrics: Record<string, unknown> | null): [string, string][] {
  return Object.entries(metrics ?? {})
    .filter(([name]) => !["truths", "predictions"].includes(name))
    .map(([name, value]) => [
      metricName(name),
      typeof value === "number" ? formatScore(value) : String(value ?? "–"),
    ]);
}

function linesOf(shapes: readonly ShapeRead[]): [string, string][] {
  return [...shapes]
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .slice(0, 50)
    .map((shape, index) => [`${index + 1}. ${shape.label}`, shape.score?.toFixed(2) ?? "–"]);
}
