// SPDX-License-Identifier: Apache-2.0
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { MultiSelect } from "@/ui/kit";
import { labelColor } from "@/ui/Status";
import type { Label } from "../api";

/** Show only assets with one of these labels. */
export function LabelFilter(props: {
  labels: readonly Label[];
  value: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  return (
    <MultiSelect
      aria-label={t("Only assets with these labels")}
      placeholder={props.value.length === 0 ? t("All labels") : ""}
      w={190}
      clearable
      value={[...props.value]}
      onChange={props.onChange}
      data={props.labels.map((label) => ({ value: label.id, label: label.name }))}
    />
  );
}

/** Show and hide the shapes of each label (DS-05). */
export function LabelToggles(props: {
  labels: readonly Label[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  if (props.labels.length === 0) return null;
  return (
    <fieldset className="label-toggles" aria-label={t("Shown labels")}>
      {props.labels.map((label) => {
        const isShown = !props.hidden.has(label.id);
        return (
          <button
            key={label.id}
            type="button"
            className="label-toggle"
            aria-pressed={isShown}
            title={
              isShown
                ? t("Hide {name}", { name: label.name })
                : t("Show {name}", { name: label.name })
            }
            onClick={() => props.onToggle(label.id)}
          >
            <i
              style={{ background: isShown ? labelColor(label.color_index) : "var(--line-strong)" }}
            />
            {label.name}
            <span className="faint">{formatCount(label.count ?? 0)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
