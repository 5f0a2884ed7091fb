// SPDX-License-Identifier: Apache-2.0
import { formatCount, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Stat, Stats } from "@/ui/Stat";

const NAMES: Record<string, string> = {
  ap_50_95: "mAP 50-95",
  ap_50: "mAP 50",
  ap_75: "mAP 75",
  ar_50_95: "Recall 50-95",
  ar_50: "Recall 50",
  ar_75: "Recall 75",
  accuracy: "Accuracy",
  evaluations: "Evaluations",
};

const SIZES: ReadonlySet<string> = new Set(["small", "medium", "large"]);

/** "ap_50_95_small" as people say it; names that are not ours stay as they are. */
export function metricName(key: string): string {
  const last = key.split("_").at(-1) ?? "";
  if (!SIZES.has(last)) return t(NAMES[key] ?? key);
  const plain = key.slice(0, -last.length - 1);
  return t("{name}, {size} objects", { name: t(NAMES[plain] ?? plain), size: t(last) });
}

/** The figures of a set of metrics that people ask for first. */
export function MetricStats({ metrics }: { metrics: Record<string, unknown> | null | undefined }) {
  const shown = Object.entries(NAMES).filter(([key]) => typeof metrics?.[key] === "number");
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
