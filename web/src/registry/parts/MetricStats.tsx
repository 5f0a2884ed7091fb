// SPDX-License-Identifier: Apache-2.0
import { formatCount, formatScore } from "@/kernel/format/format";
import { Stat, Stats } from "@/ui/Stat";

export const METRIC_NAMES: Record<string, string> = {
  ap_50_95: "mAP 50-95",
  ap_50: "mAP 50",
  ap_75: "mAP 75",
  ar_50_95: "Recall 50-95",
  ar_50: "Recall 50",
  ar_75: "Recall 75",
  accuracy: "Accuracy",
  evaluations: "Evaluations",
};

/** The figures of a set of metrics that people ask for first. */
export function MetricStats({ metrics }: { metrics: Record<string, unknown> | null | undefined }) {
  const shown = Object.entries(METRIC_NAMES).filter(([key]) => typeof metrics?.[key] === "number");
  if (!metrics || shown.length === 0) return null;
  return (
    <Stats>
      {shown.map(([key, name]) => (
        <Stat
          key={key}
          name={name}
          value={
            key === "evaluations"
              ? formatCount(metrics[key] as number)
              : formatScore(metrics[key] as number)
          }
        />
      ))}
    </Stats>
  );
}
