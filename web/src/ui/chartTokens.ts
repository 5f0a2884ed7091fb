// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

export const SERIES = 6;

/** Value of a design token in the present theme; canvases cannot read variables themselves. */
export function readToken(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function seriesColor(index: number): string {
  return readToken(`--series-${(index % SERIES) + 1}`);
}

/** A value that changes with the theme, so that canvases are drawn again. */
export function useThemeStamp(): number {
  const [stamp, setStamp] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setStamp((value) => value + 1));
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-mantine-color-scheme"],
    });
    return () => observer.disconnect();
  }, []);
  return stamp;
}
