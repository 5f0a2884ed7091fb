// SPDX-License-Identifier: Apache-2.0
import { IconTrash } from "@tabler/icons-react";
import type { Label } from "@/datasets";
import type { EditorShape } from "@/editor";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon } from "@/ui/kit";
import { labelColor } from "@/ui/Status";

/** The shapes of the image, grouped by label (AN-05). */
export function ShapeList(props: {
  shapes: readonly EditorShape[];
  labels: readonly Label[];
  selectedId: string | null;
  isReadOnly: boolean;
  onSelect: (id: string) => void;
  onRemove: (id: string) => void;
}) {
  const groups = props.labels
    .map((label) => ({ label, shapes: props.shapes.filter((one) => one.labelId === label.id) }))
    .filter((group) => group.shapes.length > 0);
  return (
    <section>
      <h2 className="heading-small">
        {t("{count, plural, =0 {No objects} one {# object} other {# objects}}", {
          count: props.shapes.length,
        })}
      </h2>
      {groups.map(({ label, shapes }) => (
        <ul key={label.id} className="object-list" aria-label={label.name}>
          {shapes.map((shape, index) => (
            <li key={shape.id} className="row">
              <button
                type="button"
                aria-pressed={shape.id === props.selectedId}
                onClick={() => props.onSelect(shape.id)}
              >
                <i style={{ background: labelColor(label.color_index) }} />
                <span className="truncate grow">
                  {label.name} {index + 1}
                </span>
                <span className="faint small">{measureOf(shape)}</span>
              </button>
              {!props.isReadOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("Delete {name} {number}", { name: label.name, number: index + 1 })}
                  onClick={() => props.onRemove(shape.id)}
                >
                  <IconTrash size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      ))}
    </section>
  );
}

function measureOf(shape: EditorShape): string {
  if (shape.kind === "CLASSIFICATION") return t("classification");
  return `${Math.round(shape.w)} × ${Math.round(shape.h)}`;
}
