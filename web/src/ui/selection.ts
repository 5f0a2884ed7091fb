// SPDX-License-Identifier: Apache-2.0
import { useCallback, useMemo, useRef, useState } from "react";

/** Ticked objects of a list, by id. */
export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, index: number) => void;
  /** Tick everything between the last ticked one and this. */
  extend: (index: number, idAt: (index: number) => string | undefined) => void;
  add: (ids: readonly string[]) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef(0);
  const add = useCallback((more: readonly string[]) => {
    setIds((before) => new Set([...before, ...more]));
  }, []);
  const toggle = useCallback((id: string, index: number) => {
    anchor.current = index;
    setIds((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const extend = useCallback(
    (index: number, idAt: (index: number) => string | undefined) => {
      const first = Math.min(anchor.current, index);
      const last = Math.max(anchor.current, index);
      const between = Array.from({ length: last - first + 1 }, (_, at) => idAt(first + at));
      add(between.filter((id) => id !== undefined));
    },
    [add],
  );
  const clear = useCallback(() => setIds(new Set()), []);
  return useMemo(() => ({ ids, toggle, extend, add, clear }), [ids, toggle, extend, add, clear]);
}
