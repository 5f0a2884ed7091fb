// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { NumberInput, Select } from "@/ui/kit";

export interface Trigger {
  kind: "FEEDBACK_LOOP" | "NONE";
  threshold: number | string;
}

export interface TrainingTriggerProps {
  value: Trigger;
  onChange: (trigger: Trigger) => void;
}

/** What starts a training, and after how many submitted predictions. */
export function TrainingTrigger({ value, onChange }: TrainingTriggerProps) {
  return (
    <>
      <Select
        label={t("Trigger")}
        allowDeselect={false}
        value={value.kind}
        onChange={(kind) => kind && onChange({ ...value, kind: kind as Trigger["kind"] })}
        data={[
          { value: "FEEDBACK_LOOP", label: t("Submitted predictions of the feedback loop") },
          { value: "NONE", label: t("None") },
        ]}
      />
      {value.kind === "FEEDBACK_LOOP" && (
        <NumberInput
          label={t("Threshold")}
          description={t("Number of submitted predictions that starts a training")}
          min={1}
          max={1_000_000}
          value={value.threshold}
          onChange={(threshold) => onChange({ ...value, threshold })}
        />
      )}
    </>
  );
}
