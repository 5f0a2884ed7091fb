// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { Select } from "@/ui/kit";
import { DETECTION_TYPES, type DetectionType } from "../api";

const WORDS: Record<string, string> = {
  NOT_CONFIGURED: "Not configured",
  OBJECT_DETECTION: "Object detection",
  SEGMENTATION: "Segmentation",
  CLASSIFICATION: "Classification",
  POINT: "Point",
  KEYPOINT: "Keypoint",
  LINE: "Line",
  MASK: "Mask",
  MULTI: "Several",
};

export function typeWord(type: string): string {
  return t(WORDS[type] ?? type);
}

/** What the shapes of a version are. */
export function TypeSelect(props: {
  value: string;
  onChange: (type: DetectionType) => void;
  isDisabled?: boolean;
  hint?: string;
}) {
  return (
    <Select
      label={t("Detection type")}
      description={props.hint}
      disabled={props.isDisabled ?? false}
      allowDeselect={false}
      value={props.value}
      onChange={(value) => value && props.onChange(value as DetectionType)}
      data={DETECTION_TYPES.map((type) => ({ value: type, label: typeWord(type) }))}
    />
  );
}
