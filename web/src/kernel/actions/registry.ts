// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useSyncExternalStore } from "react";

/** One thing a user can do: button, hotkey, palette entry and sheet line come from it. */
export interface Action {
  id: string;
  label: string;
  /** One key ("u"), a chord ("mod+k"), or a sequence ("g d"). */
  keys?: string;
  group: string;
  isEnabled?: () => boolean;
  run: () => void;
}

const actions = new Map<string, Action>();
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

function publish(): void {
  snapshot = [...actions.values()];
  for (const listener of listeners) listener();
}

/** Register actions until the returned function is called; later ones win their keys. */
export function registerActions(list: readonly Action[]): () => void {
  for (const action of list) actions.set(action.id, action);
  publish();
  return () => {
    for (const action of list) if (actions.get(action.id) === action) actions.delete(action.id);
    publish();
  };
}

/** Register the actions of a mounted page; their `run` may close over fresh state. */
export function useActions(list: readonly Action[]): void {
  const latest = useRef(list);
  latest.current = list;
  const signature = list.map((action) => `${action.id}|${action.label}|${action.keys}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list
  useEffect(() => {
    const stable = latest.current.map((action, index) => ({
      ...action,
      isEnabled: () => latest.current[index]?.isEnabled?.() ?? true,
      run: () => latest.current[index]?.run(),
    }));
    return registerActions(stable);
  }, [signature]);
}

/** Read the registered actions and follow them. */
export function useRegisteredActions(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

export function findByKeys(keys: string): Action | null {
  let found: Action | null = null;
  for (const action of snapshot) {
    if (action.keys === keys && (action.isEnabled?.() ?? true)) found = action;
  }
  return found;
}

export function isPrefixOfKeys(keys: string): boolean {
  return snapshot.some((action) => action.keys?.startsWith(`${keys} `));
}
