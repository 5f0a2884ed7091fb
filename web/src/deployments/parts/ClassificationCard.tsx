// SPDX-License-Identifier: Apache-2.0
import { formatCount, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Chart } from "@/ui/Chart";
import { Card, Stat, Stats } from "@/ui/Stat";
import type { Classification } from "../dashboard";
import { Nothing } from "./Nothing";

/** Predicted against reviewed classes (B.11). */
export function ClassificationCard({ classification }: { classification: Classification }) {
  const { total } = classification;
  return (
    <Card
      title={t("Reviewed classifications")}
      extra={
        <span className="faint small">
          {t("{count} reviewed", { count: formatCount(classification.count) })}
        </span>
      }
    >
      {total === null ? (
        <Nothing text={t("Review predictions to measure the model in production")} />
      ) : (
        <div className="stack">
          <Stats>
            <Stat name={t("Accuracy")} value={formatScore(total.accuracy)} />
          </Stats>
          <Chart
            kind="heat"
            label={t("Confusion matrix")}
            columns={total.confusion.categories}
            rows={total.confusion.categories}
            values={total.confusion.values}
            hasFigures
            height={80 + 32 * total.confusion.categories.length}
          />
        </div>
      )}
    </Card>
  );
}
