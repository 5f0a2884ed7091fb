// SPDX-License-Identifier: Apache-2.0
import { IconTrash } from "@tabler/icons-react";
import type { EditorLabel, EditorShape } from "@/editor";
import { formatFigure, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Select } from "@/ui/kit";
import { LabelChip, labelColor } from "@/ui/Status";
import type { Review } from "../api";

export interface ReviewPanelProps {
  shapes: readonly EditorShape[];
  labels: readonly EditorLabel[];
  selectedId: string | null;
  activeLabelId: string | null;
  isEditing: boolean;
  reviews: readonly Review[];
  onSelect: (id: string | null) => void;
  onPick: (labelId: string) => void;
  onLabel: (shapeId: string, labelId: string) => void;
  onRemove: (shapeId: string) => void;
}

/** Labels with their keys, the objects of the image, and the versions of the review. */
export function ReviewPanel(props: ReviewPanelProps) {
  const { shapes, labels, isEditing } = props;
  return (
    <aside className="review-panel">
      <h3>{t("Labels")}</h3>
      <div className="row-wrap">
        {labels.map((label, index) => (
          <button
            key={label.id}
            type="button"
            className="review-label"
            aria-pressed={label.id === props.activeLabelId}
            disabled={!isEditing}
            onClick={() => props.onPick(label.id)}
          >
            <LabelChip name={label.name} colorIndex={label.colorIndex} />
            {index < 9 && <kbd className="keys">{index + 1}</kbd>}
          </button>
        ))}
      </div>
      <h3>{t("Objects ({count})", { count: shapes.length })}</h3>
      <ul className="review-objects">
        {shapes.map((shape) => (
          <ObjectLine key={shape.id} shape={shape} {...props} />
        ))}
      </ul>
      {shapes.length === 0 && <span className="faint">{t("No objects")}</span>}
      {props.reviews.length > 0 && (
        <>
          <h3>{t("Reviews")}</h3>
          {[...props.reviews]
            .sort((a, b) => b.version - a.version)
            .map((review) => (
              <span key={review.id} className="small quiet">
                {t("Version {version}, {moment}", {
                  version: review.version,
                  moment: formatMoment(review.created_at),
                })}
              </span>
            ))}
        </>
      )}
    </aside>
  );
}

function ObjectLine(props: ReviewPanelProps & { shape: EditorShape }) {
  const { shape, labels, isEditing } = props;
  const label = labels.find((one) => one.id === shape.labelId);
  const name = label?.name ?? t("No label");
  return (
    <li className="review-object" data-selected={shape.id === props.selectedId ? "" : undefined}>
      <button
        type="button"
        className="review-pick"
        aria-pressed={shape.id === props.selectedId}
        aria-label={t("{name}, {w} by {h}, at {x} {y}", {
          name,
          w: Math.round(shape.w),
          h: Math.round(shape.h),
          x: Math.round(shape.x),
          y: Math.round(shape.y),
        })}
        onClick={() => props.onSelect(shape.id)}
      >
        <i style={{ background: labelColor(label?.colorIndex ?? 0) }} aria-hidden />
        {!isEditing && <span className="truncate">{name}</span>}
      </button>
      {isEditing && (
        <Select
          className="grow"
          size="xs"
          aria-label={t("Label of the object")}
          allowDeselect={false}
          value={shape.labelId}
          onChange={(id) => id && props.onLabel(shape.id, id)}
          data={labels.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <span className="faint small num">{formatFigure(shape.score, 2)}</span>
      {isEditing && (
        <ActionIcon
          variant="subtle"
          color="red"
          size={24}
          aria-label={t("Delete {name}", { name })}
          onClick={() => props.onRemove(shape.id)}
        >
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </li>
  );
}
