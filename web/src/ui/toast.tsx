// SPDX-License-Identifier: Apache-2.0
import { IconCheck } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";

interface Toast {
  id: number;
  text: string;
  undo?: () => void;
}

const SHOWN_MS = 4_000;
const WITH_UNDO_MS = 10_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let next = 1;

function change(list: readonly Toast[]): void {
  toasts = list;
  for (const listener of listeners) listener();
}

/** Tell that something worked; errors never come this way, they stay where they happened. */
export function showSuccess(text: string, undo?: () => void): void {
  const id = next++;
  change([...toasts, { id, text, ...(undo ? { undo } : {}) }]);
  setTimeout(() => dismiss(id), undo ? WITH_UNDO_MS : SHOWN_MS);
}

function dismiss(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** Place of the messages; mounted once. */
export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} className="toast">
          <IconCheck size={16} aria-hidden />
          {toast.text}
        </div>
      ))}
    </div>
  );
}
