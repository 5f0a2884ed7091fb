// SPDX-License-Identifier: Apache-2.0
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import type { ReviewState } from "./useReview";

const NUMBERED = 9;

/** Keys of the review view; number keys choose labels. */
export function useReviewKeys(
  review: ReviewState,
  accept: () => void,
  go: (step: 1 | -1) => void,
): void {
  const line = (id: string, label: string, keys: string, run: () => void) => ({
    id: `review.${id}`,
    label,
    keys,
    group: t("Review"),
    run,
  });
  useActions([
    {
      ...line("save", t("Save review"), "mod+s", () => void review.save()),
      isEnabled: () => !review.isFinal,
    },
    {
      ...line("accept", t("Accept and go on"), "enter", accept),
      // Enter on a focused button presses that button
      isEnabled: () => document.activeElement?.closest("button, a, [role=listbox]") == null,
    },
    line("next", t("Next image"), "d", () => go(1)),
    line("previous", t("Previous image"), "a", () => go(-1)),
    line("select", t("Select tool"), "v", () => review.setTool("select")),
    line("box", t("Box tool"), "b", () => review.setTool("box")),
    ...review.labels
      .slice(0, NUMBERED)
      .map((label, index) =>
        line(`label.${index}`, t("Label {name}", { name: label.name }), String(index + 1), () =>
          review.pick(label.id),
        ),
      ),
  ]);
}
