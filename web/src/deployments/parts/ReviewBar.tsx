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
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button, SegmentedControl, Slider, Tooltip } from "@/ui/kit";
import { Chip } from "@/ui/Status";
import type { PredictedAsset } from "../api";

export type View = "review" | "champion" | "shadow";

export interface ReviewBarProps {
  asset: PredictedAsset;
  view: View;
  onView: (view: View) => void;
  lowest: number;
  onLowest: (score: number) => void;
  tool: "select" | "box";
  onTool: (tool: "select" | "box") => void;
  isChanged: boolean;
  isBusy: boolean;
  /** The last image is open. */
  isDone: boolean;
  onSave: () => void;
  onAccept: () => void;
  onSubmit: () => void;
  onGo: (step: 1 | -1) => void;
}

/** Tools, layers and acts of a review. */
export function ReviewBar(props: ReviewBarProps) {
  const { asset, view, isChanged, isBusy } = props;
  const isFinal = asset.status === "SUBMITTED";
  const hasShadow = asset.predictions.some((one) => one.is_shadow);
  return (
    <div className="toolbar">
      <Tooltip label={t("Previous image ({key})", { key: keyLabel("a") })}>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t("Previous image")}
          onClick={() => props.onGo(-1)}
        >
          <IconArrowLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("Next image ({key})", { key: keyLabel("d") })}>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={t("Next image")}
          disabled={props.isDone}
          onClick={() => props.onGo(1)}
        >
          <IconArrowRight size={16} />
        </ActionIcon>
      </Tooltip>
      <Tools tool={props.tool} onTool={props.onTool} isDisabled={isFinal || view !== "review"} />
      <SegmentedControl
        aria-label={t("Layer")}
        value={view}
        onChange={(value) => props.onView(value as View)}
        data={[
          { value: "review", label: t("Review") },
          { value: "champion", label: t("Champion's prediction") },
          ...(hasShadow ? [{ value: "shadow", label: t("Shadow's prediction") }] : []),
        ]}
      />
      <span className="row small">
        {t("Score from")}
        <Slider
          w={100}
          size="sm"
          min={0}
          max={1}
          step={0.01}
          label={null}
          thumbLabel={t("Lowest score shown")}
          value={props.lowest}
          onChange={props.onLowest}
        />
        {props.lowest.toFixed(2)}
      </span>
      <div className="row spread">
        {isChanged && <Chip tone="warn">{t("Not saved")}</Chip>}
        {asset.status === "REVIEWED" && !isChanged && (
          <Button variant="default" leftSection={<IconSend size={14} />} onClick={props.onSubmit}>
            {t("Submit…")}
          </Button>
        )}
        {!isFinal && (
          <>
            <Button
              variant="default"
              leftSection={<IconDeviceFloppy size={14} />}
              loading={isBusy}
              onClick={props.onSave}
            >
              {t("Save review")}
              <kbd className="keys">{keyLabel("mod+s")}</kbd>
            </Button>
            <Button leftSection={<IconCheck size={14} />} loading={isBusy} onClick={props.onAccept}>
              {t("Accept and go on")}
            </Button>
          </>
        )}
        {isFinal && <span className="faint small">{t("Submitted: the review is final")}</span>}
      </div>
    </div>
  );
}

interface ToolsProps {
  tool: "select" | "box";
  onTool: (tool: "select" | "box") => void;
  isDisabled: boolean;
}

function Tools({ tool, onTool, isDisabled }: ToolsProps) {
  return (
    <div className="row">
      {(
        [
          ["select", t("Select tool"), "v", IconPointer],
          ["box", t("Box tool"), "b", IconSquare],
        ] as const
      ).map(([value, label, keys, Icon]) => (
        <Tooltip key={value} label={`${label} (${keyLabel(keys)})`}>
          <ActionIcon
            variant={tool === value ? "filled" : "default"}
            size={28}
            aria-label={label}
            aria-pressed={tool === value}
            disabled={isDisabled}
            onClick={() => onTool(value)}
          >
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
