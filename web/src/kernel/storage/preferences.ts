// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from "react";

/** A setting of this browser; falls back to memory where storage is refused. */
export function usePreference<T extends string | number | boolean>(
  name: string,
  fallback: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readPreference(name, fallback));
  const store = useCallback(
    (next: T) => {
      setValue(next);
      writePreference(name, next);
    },
    [name],
  );
  return [value, store];
}

export function readPreference<T extends string | number | boolean>(name: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`sightline.${name}`);
    const value: unknown = text === null ? fallback : JSON.parse(text);
    return typeof value === typeof fallback ? (value as T) : fallback;
  } catch {
    return fallback;
  }
}

export function writePreference(name: string, value: string | number | boolean): void {
  try {
    localStorage.setItem(`sightline.${name}`, JSON.stringify(value));
  } catch {
    // private windows refuse storage: the setting lasts as long as the page
  }
}
