// SPDX-License-Identifier: Apache-2.0
import {
  IconArrowLeft,
  IconArrowRight,
  IconCheck,
  IconDeviceFloppy,
  IconPointer,
  IconSend,
  IconSquare,
} from "@tabler/icons-react";
import { keyLabel } from "@/kernel/actions/hotkeys";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button, SegmentedControl, Tooltip } from "@/ui/kit";
import { Chip } from "@/ui/Status";
import { ScoreSlider } from "./ScoreSlider";
import type { Neighbours } from "./useNeighbours";
import type { ReviewState, View } from "./useReview";

export interface ReviewBarProps {
  review: ReviewState;
  neighbours: Neighbours;
  onAccept: () => void;
  onSubmit: () => void;
  onGo: (step: 1 | -1) => void;
}

/** Tools, layers and acts of a review. */
export function ReviewBar(props: ReviewBarProps) {
  const { review, neighbours, onGo } = props;
  const { at, count, isLast } = neighbours;
  const hasShadow = review.asset.predictions.some((one) => one.is_shadow);
  return (
    <div className="toolbar">
      <IconAct label={t("Previous image")} keys="a" isDisabled={at === 0} onClick={() => onGo(-1)}>
        <IconArrowLeft size={16} />
      </IconAct>
      {at >= 0 && (
        <span className="small quiet">
          {formatCount(at + 1)} / {formatCount(count)}
        </span>
      )}
      <IconAct label={t("Next image")} keys="d" isDisabled={isLast} onClick={() => onGo(1)}>
        <IconArrowRight size={16} />
      </IconAct>
      <Tools review={review} />
      <SegmentedControl
        aria-label={t("Layer")}
        value={review.view}
        onChange={(value) => review.setView(value as View)}
        data={[
          { value: "review", label: t("Review") },
          { value: "champion", label: t("Champion's prediction") },
          ...(hasShadow ? [{ value: "shadow", label: t("Shadow's prediction") }] : []),
        ]}
      />
      <ScoreSlider value={review.lowest} onChange={review.setLowest} />
      <div className="row spread">
        <Acts {...props} />
      </div>
    </div>
  );
}

function Acts({ review, onAccept, onSubmit }: ReviewBarProps) {
  if (review.isFinal) {
    return <span className="faint small">{t("Submitted: the review is final")}</span>;
  }
  const isBusy = review.submit.isBusy;
  return (
    <>
      {review.isChanged && <Chip tone="warn">{t("Not saved")}</Chip>}
      {review.asset.status === "REVIEWED" && !review.isChanged && (
        <Button variant="default" leftSection={<IconSend size={14} />} onClick={onSubmit}>
          {t("Submit…")}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDeviceFloppy size={14} />}
        rightSection={<kbd className="keys">{keyLabel("mod+s")}</kbd>}
        loading={isBusy}
        onClick={() => void review.save()}
      >
        {t("Save review")}
      </Button>
      <Button leftSection={<IconCheck size={14} />} loading={isBusy} onClick={onAccept}>
        {t("Accept and go on")}
      </Button>
    </>
  );
}

const TOOLS = [
  ["select", "Select tool", "v", IconPointer],
  ["box", "Box tool", "b", IconSquare],
] as const;

function Tools({ review }: { review: ReviewState }) {
  return (
    <div className="row">
      {TOOLS.map(([tool, label, keys, Icon]) => (
        <IconAct
          key={tool}
          label={t(label)}
          keys={keys}
          isPressed={review.tool === tool}
          isDisabled={!review.isEditing}
          onClick={() => review.setTool(tool)}
        >
          <Icon size={16} />
        </IconAct>
      ))}
    </div>
  );
}

interface IconActProps {
  label: string;
  keys: string;
  isPressed?: boolean;
  isDisabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function IconAct({ label, keys, isPressed, isDisabled, onClick, children }: IconActProps) {
  return (
    <Tooltip label={`${label} (${keyLabel(keys)})`}>
      <ActionIcon
        variant={isPressed ? "filled" : "default"}
        size={28}
        aria-label={label}
        {...(isPressed === undefined ? {} : { "aria-pressed": isPressed })}
        disabled={isDisabled ?? false}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
