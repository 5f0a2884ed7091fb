// SPDX-License-Identifier: Apache-2.0
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { labelColor } from "@/ui/Status";
import type { Label } from "../api";
import "./datasets.css";

/** Objects per label as a strip of bars, small enough for a table cell. */
export function LabelBars({ labels }: { labels: readonly Label[] }) {
  const counted = labels.filter((label) => (label.count ?? 0) > 0);
  if (counted.length === 0) return <span className="faint">–</span>;
  const most = Math.max(...counted.map((label) => label.count ?? 0));
  const text = counted.map((label) => `${label.name} ${formatCount(label.count)}`).join(", ");
  return (
    <span className="label-bars" role="img" aria-label={t("Objects per label")} title={text}>
      {counted.slice(0, 24).map((label) => (
        <i
          key={label.id}
          style={{
            background: labelColor(label.color_index),
            height: `${Math.max(8, (100 * (label.count ?? 0)) / most)}%`,
          }}
        />
      ))}
    </span>
  );
}
