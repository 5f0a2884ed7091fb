// SPDX-License-Identifier: Apache-2.0
import { type QueryKey, useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "./client";

export interface PagesOptions<T> {
  /** First word is the object that the list shows; the number of the page is added at its end. */
  queryKey: QueryKey;
  size: number;
  fetchPage: (offset: number, limit: number, signal: AbortSignal) => Promise<Page<T>>;
}

export interface Pages<T> {
  /** Undefined until the first page has come. */
  count: number | undefined;
  itemAt: (index: number) => T | undefined;
  /** Tell which items are on the screen; their pages are loaded. */
  show: (first: number, last: number) => void;
  error: unknown;
  isFetching: boolean;
  refetch: () => void;
}

const REST_MS = 80;

interface Shown {
  key: string;
  from: number;
  to: number;
}

/** Numbers of the pages on the screen, and how to change them. */
function useShown(key: string, size: number): [Shown, Pages<unknown>["show"]] {
  const [state, setState] = useState<Shown>({ key, from: 0, to: 0 });
  // another list starts at its beginning
  const shown = state.key === key ? state : { key, from: 0, to: 0 };
  const latest = useRef(shown);
  latest.current = shown;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const show = useCallback(
    (first: number, last: number) => {
      const from = Math.max(0, Math.floor(first / size));
      const to = Math.max(from, Math.floor(last / size));
      const before = latest.current;
      clearTimeout(timer.current);
      if (before.from === from && before.to === to) return;
      const isNear = from <= before.to + 1 && to >= before.from - 1;
      const load = () => setState({ key, from, to });
      // while the bar is pulled over thousands of items only the place of rest is worth a request
      if (isNear) load();
      else timer.current = setTimeout(load, REST_MS);
    },
    [size, key],
  );
  return [shown, show];
}

/** A long list by position: only the pages that are looked at are loaded. */
export function usePages<T>({ queryKey, size, fetchPage }: PagesOptions<T>): Pages<T> {
  const key = JSON.stringify(queryKey);
  const [shown, show] = useShown(key, size);
  const known = useRef<{ key: string; count: number | undefined }>({ key: "", count: undefined });
  if (known.current.key !== key) known.current = { key, count: undefined };
  const numbers = Array.from({ length: shown.to - shown.from + 1 }, (_, at) => shown.from + at);
  const results = useQueries({
    queries: numbers.map((number) => ({
      queryKey: [...queryKey, "page", number],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(number * size, size, signal),
    })),
  });
  const loaded = results.find((result) => result.data);
  if (loaded?.data) known.current.count = loaded.data.count;
  return {
    count: known.current.count,
    itemAt: (index) => {
      const page = Math.floor(index / size);
      return results[page - shown.from]?.data?.items[index - page * size];
    },
    show,
    error: results.find((result) => result.error)?.error ?? null,
    isFetching: results.some((result) => result.isFetching),
    refetch: () => {
      for (const result of results) void result.refetch();
    },
  };
}
