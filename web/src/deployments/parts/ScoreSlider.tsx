// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Slider } from "@/ui/kit";

export interface ScoreSliderProps {
  value: number;
  /** While the thumb moves. */
  onChange?: (score: number) => void;
  /** When the thumb is let go. */
  onChangeEnd?: (score: number) => void;
}

/** The score from which on shapes are shown. */
export function ScoreSlider({ value, onChange, onChangeEnd }: ScoreSliderProps) {
  const [score, setScore] = useState(value);
  return (
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
        value={score}
        onChange={(next) => {
          setScore(next);
          onChange?.(next);
        }}
        onChangeEnd={(next) => onChangeEnd?.(next)}
      />
      {score.toFixed(2)}
    </span>
  );
}
