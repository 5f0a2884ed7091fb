// SPDX-License-Identifier: Apache-2.0
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "./kit";

export interface SelectionSummaryProps {
  chosen: number;
  count: number;
  onSelectAll: () => void;
}

/** How much of a list is ticked, and the way to all of it. */
export function SelectionSummary({ chosen, count, onSelectAll }: SelectionSummaryProps) {
  return (
    <>
      <strong>
        {t("{chosen} of {count} selected", {
          chosen: formatCount(chosen),
          count: formatCount(count),
        })}
      </strong>
      {chosen < count && (
        <Button variant="subtle" onClick={onSelectAll}>
          {t("Select all")}
        </Button>
      )}
    </>
  );
}
