// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useSyncExternalStore } from "react";
import { type OverlayShape, paintOverlay } from "../render/overlay";
import "./editor.css";

export interface ShapeOverlayProps {
  /** Size of the image in its own pixels. */
  width: number;
  height: number;
  shapes: readonly OverlayShape[];
  /** "cover" for pictures that are cropped instead of letterboxed. */
  fitMode?: "contain" | "cover";
}

/** Shapes over a picture; put it beside the img inside a positioned element. */
export function ShapeOverlay({ width, height, shapes, fitMode = "contain" }: ShapeOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef<() => void>(() => undefined);
  useThemeStamp();
  latest.current = () => {
    if (canvas.current) {
      paintOverlay(canvas.current, { image: { width, height }, shapes, fitMode });
    }
  };
  useEffect(() => {
    if (!canvas.current) return;
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => latest.current());
  return <canvas ref={canvas} className="box-overlay" aria-hidden />;
}

const listeners = new Set<() => void>();
let stamp = 0;
let isWatching = false;

/** Draw again with the theme: some colours differ; all overlays share one observer. */
function useThemeStamp(): void {
  useSyncExternalStore(
    (listener) => {
      watchTheme();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => stamp,
  );
}

function watchTheme(): void {
  if (isWatching) return;
  isWatching = true;
  const observer = new MutationObserver(() => {
    stamp += 1;
    for (const listener of listeners) listener();
  });
  const attributeFilter = ["data-mantine-color-scheme", "data-theme"];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
}
