// SPDX-License-Identifier: Apache-2.0
import type { QueryClient } from "@tanstack/react-query";

export interface Change {
  kind: string;
  object: string;
  ids: string[];
}

const ADDRESS = "/api/events";
const CHANNEL = "sightline.changes";
const GATHER_MS = 250;
const REOPEN_MS = 3_000;

/** Keys that also show an object: a change of the object makes them stale too. */
const SHOWN_IN: Record<string, readonly string[]> = {
  tag: ["data", "asset", "dataset", "dataset_version", "model", "model_version", "deployment"],
  asset: ["dataset_version", "dataset"],
  annotation: ["asset", "dataset_version"],
  label: ["asset", "dataset_version"],
  dataset_version: ["dataset"],
  experiment: ["project"],
  log: ["experiment"],
  artifact: ["experiment"],
  evaluation: ["experiment"],
  model_version: ["model"],
  predicted_asset: ["deployment"],
  pipeline: ["deployment"],
};

/** Return the first words of the query keys that a change concerns; null means all of them. */
export function keysOf(change: Change): string[] | null {
  if (change.object === "*") return null;
  return [change.object, ...(SHOWN_IN[change.object] ?? []), "home"];
}

/** Keep queries fresh from the server's change notes; one stream for all tabs of the browser. */
export function followChanges(queryClient: QueryClient): () => void {
  const pending = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let all = false;
  const flush = () => {
    timer = undefined;
    const words = new Set(pending);
    const everything = all;
    pending.clear();
    all = false;
    void queryClient.invalidateQueries({
      predicate: (query) => everything || words.has(String(query.queryKey[0])),
    });
  };
  const take = (change: Change) => {
    const keys = keysOf(change);
    if (keys === null) all = true;
    else for (const key of keys) pending.add(key);
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const stop = shareStream(take);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function shareStream(take: (change: Change) => void): () => void {
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  const stopping = new AbortController();
  if (channel) channel.onmessage = (event: MessageEvent<Change>) => take(event.data);
  const lead = () =>
    new Promise<void>((resolve) => {
      const close = openStream((change) => {
        take(change);
        channel?.postMessage(change);
      });
      stopping.signal.addEventListener("abort", () => {
        close();
        resolve();
      });
    });
  // the lock is held by one tab; when it closes the browser hands it to the next
  if (channel && navigator.locks) {
    navigator.locks.request(CHANNEL, { signal: stopping.signal }, lead).catch(() => undefined);
  } else void lead();
  return () => {
    stopping.abort();
    channel?.close();
  };
}

function openStream(take: (change: Change) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(ADDRESS);
    source.addEventListener("change", (event) => take(JSON.parse(event.data) as Change));
    source.addEventListener("error", () => {
      // a refused stream is closed for good by the browser: ask again later
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
