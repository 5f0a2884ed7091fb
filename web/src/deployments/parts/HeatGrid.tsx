// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from "react";
import { readToken, useThemeStamp } from "@/ui/chartTokens";

const STEPS = 5;

export interface HeatGridProps {
  /** values[row][column] in 0..1 */
  values: readonly (readonly number[])[];
  label: string;
}

/** A fine grid of shares as coloured cells: where on the image shapes lie. */
export function HeatGrid({ values, label }: HeatGridProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stamp = useThemeStamp();
  const rows = values.length;
  const columns = values[0]?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp says when the theme changed
  useEffect(() => {
    const ink = canvas.current?.getContext("2d");
    if (!ink) return;
    const ramp = Array.from({ length: STEPS }, (_, step) => readToken(`--heat-${step}`));
    values.forEach((row, y) => {
      row.forEach((value, x) => {
        const step = Math.min(STEPS - 1, Math.floor(value * STEPS));
        ink.fillStyle = ramp[step] ?? "transparent";
        ink.fillRect(x, y, 1, 1);
      });
    });
  }, [values, stamp]);
  return (
    <canvas
      ref={canvas}
      className="heat-grid"
      width={columns}
      height={rows}
      role="img"
      aria-label={label}
    />
  );
}
