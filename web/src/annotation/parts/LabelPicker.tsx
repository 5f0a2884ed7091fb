// SPDX-License-Identifier: Apache-2.0
import type { Label } from "@/datasets";
import { t } from "@/kernel/i18n/i18n";
import { labelColor } from "@/ui/Status";

const KEYED = 9;

/** Labels to draw with; the first nine have a number key. */
export function LabelPicker(props: {
  title: string;
  labels: readonly Label[];
  value: string | null;
  onPick: (id: string) => void;
}) {
  return (
    <section>
      <h2 className="heading-small">{props.title}</h2>
      <ul className="object-list">
        {props.labels.map((label, index) => (
          <li key={label.id}>
            <button
              type="button"
              aria-pressed={label.id === props.value}
              onClick={() => props.onPick(label.id)}
            >
              <i style={{ background: labelColor(label.color_index) }} />
              <span className="truncate grow">{label.name}</span>
              {index < KEYED && <kbd className="keys">{index + 1}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {props.labels.length === 0 && (
        <p className="faint small">{t("Make labels in the settings of the version first")}</p>
      )}
    </section>
  );
}
