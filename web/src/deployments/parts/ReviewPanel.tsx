// SPDX-License-Identifier: Apache-2.0
import { IconTrash } from "@tabler/icons-react";
import type { EditorShape } from "@/editor";
import { formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Select } from "@/ui/kit";
import { LabelChip, labelColor } from "@/ui/Status";
import type { Review } from "../api";
import type { ReviewState } from "./useReview";

const NUMBERED = 9;

/** Labels with their keys, the objects of the image, and the versions of the review. */
export function ReviewPanel({ review }: { review: ReviewState }) {
  return (
    <aside className="review-panel">
      <h2>{t("Labels")}</h2>
      <Labels review={review} />
      <h2>{t("Objects ({count})", { count: review.shapes.length })}</h2>
      <ul className="review-objects">
        {review.shapes.map((shape) => (
          <ObjectLine key={shape.id} shape={shape} review={review} />
        ))}
      </ul>
      {review.shapes.length === 0 && <span className="faint">{t("No objects")}</span>}
      <Versions reviews={review.asset.reviews} />
    </aside>
  );
}

function Labels({ review }: { review: ReviewState }) {
  return (
    <div className="row-wrap">
      {review.labels.map((label, index) => (
        <button
          key={label.id}
          type="button"
          className="review-label"
          aria-pressed={label.id === review.activeLabelId}
          disabled={!review.isEditing}
          onClick={() => review.pick(label.id)}
        >
          <LabelChip name={label.name} colorIndex={label.colorIndex} />
          {index < NUMBERED && <kbd className="keys">{index + 1}</kbd>}
        </button>
      ))}
    </div>
  );
}

function Versions({ reviews }: { reviews: readonly Review[] }) {
  if (reviews.length === 0) return null;
  return (
    <>
      <h2>{t("Reviews")}</h2>
      {[...reviews]
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
  );
}

interface ObjectProps {
  shape: EditorShape;
  review: ReviewState;
}

function ObjectLine({ shape, review }: ObjectProps) {
  const label = review.labels.find((one) => one.id === shape.labelId);
  const name = label?.name ?? t("No label");
  const isSelected = shape.id === review.selectedId;
  return (
    <li className="review-object" data-selected={isSelected ? "" : undefined}>
      <button
        type="button"
        className="review-pick"
        aria-pressed={isSelected}
        aria-label={describe(shape, name)}
        onClick={() => review.select(shape.id)}
      >
        <i style={{ background: labelColor(label?.colorIndex ?? 0) }} aria-hidden />
        {!review.isEditing && <span className="truncate">{name}</span>}
      </button>
      {review.isEditing && <ObjectLabel shape={shape} review={review} />}
      <span className="faint small num">{shape.score == null ? "–" : shape.score.toFixed(2)}</span>
      {review.isEditing && (
        <ActionIcon
          variant="subtle"
          color="red"
          size={24}
          aria-label={t("Delete {name}", { name })}
          onClick={() => {
            review.store.remove(shape.id);
            review.select(null);
          }}
        >
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </li>
  );
}

function ObjectLabel({ shape, review }: ObjectProps) {
  return (
    <Select
      className="grow"
      size="xs"
      aria-label={t("Label of the object")}
      allowDeselect={false}
      value={shape.labelId}
      onChange={(id) => id && review.store.setLabel(shape.id, id)}
      data={review.labels.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

function describe(shape: EditorShape, name: string): string {
  return t("{name}, {w} by {h}, at {x} {y}", {
    name,
    w: Math.round(shape.w),
    h: Math.round(shape.h),
    x: Math.round(shape.x),
    y: Math.round(shape.y),
  });
}
