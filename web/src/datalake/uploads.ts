// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";
import { queryClient } from "@/kernel/api/query";
import { type Datalake, listData } from "./api";
import { transfer } from "./transfer";

export interface UploadState {
  total: number;
  done: number;
  failed: readonly { name: string; error: unknown }[];
  /** Stored, but no image that can be read: name and the server's reason by id of the data. */
  unreadable: ReadonlyMap<string, string>;
  bytes: number;
  sentBytes: number;
  isRunning: boolean;
}

interface Item {
  file: File;
  ratio: number;
}

const AT_ONCE = 4;
const TELL_MS = 150;
const IDLE: UploadState = {
  total: 0,
  done: 0,
  failed: [],
  unreadable: new Map(),
  bytes: 0,
  sentBytes: 0,
  isRunning: false,
};

let state: UploadState = IDLE;
let items: Item[] = [];
let stopping = new AbortController();
let isTelling = false;
let storedIds = new Set<string>();
const listeners = new Set<() => void>();

function tell(change: Partial<UploadState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function tellProgress(): void {
  if (isTelling) return;
  isTelling = true;
  setTimeout(() => {
    isTelling = false;
    const sentBytes = items.reduce((sum, item) => sum + item.ratio * item.file.size, 0);
    tell({ sentBytes });
  }, TELL_MS);
}

/** Upload files; goes on while other pages are shown. A second call joins the first. */
export async function upload(
  organizationId: string,
  lake: Datalake,
  files: readonly File[],
  tagIds: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  if (!state.isRunning) {
    items = [];
    storedIds = new Set();
    stopping = new AbortController();
    state = IDLE;
  }
  const { signal } = stopping;
  const mine = files.map((file): Item => ({ file, ratio: 0 }));
  items.push(...mine);
  const bytes = mine.reduce((sum, item) => sum + item.file.size, state.bytes);
  tell({ total: state.total + mine.length, bytes, isRunning: true });
  const waiting = [...mine];
  const work = async () => {
    for (let item = waiting.shift(); item && !signal.aborted; item = waiting.shift()) {
      await uploadOne(organizationId, lake, item, tagIds, signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (state.done + state.failed.length >= state.total || signal.aborted) tell({ isRunning: false });
  await queryClient.invalidateQueries({ queryKey: ["data"] });
  if (!state.isRunning) await watchUnreadable(lake.id, storedIds);
}

const LOOKS = 8;
const LOOK_MS = 1_500;
const MOST_UNREADABLE = 50;

/** The server reads the files after it took them: tell which of them it could not read. */
async function watchUnreadable(lakeId: string, ids: ReadonlySet<string>): Promise<void> {
  const filter = { q: 'upload_status = "ERROR"', order: "-created_at" };
  for (let look = 0; look < LOOKS && ids === storedIds && state.total > 0; look++) {
    const page = await listData(lakeId, filter, 0, MOST_UNREADABLE).catch(() => null);
    const mine = (page?.items ?? []).filter((data) => ids.has(data.id));
    if (ids === storedIds && mine.length > state.unreadable.size) {
      const lines = mine.map((one) => [one.id, `${one.filename}: ${one.status_reason}`] as const);
      tell({ unreadable: new Map(lines) });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function uploadOne(
  organizationId: string,
  lake: Datalake,
  item: Item,
  tagIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const onProgress = (ratio: number) => {
    item.ratio = ratio;
    tellProgress();
  };
  try {
    const data = await transfer({
      organizationId,
      lake,
      file: item.file,
      tagIds,
      signal,
      onProgress,
    });
    storedIds.add(data.id);
    item.ratio = 1;
    tell({ done: state.done + 1 });
    tellProgress();
  } catch (error) {
    if (!signal.aborted) tell({ failed: [...state.failed, { name: item.file.name, error }] });
  }
}

export function stopUploads(): void {
  stopping.abort();
}

export function dismissUploads(): void {
  if (!state.isRunning) tell(IDLE);
}

export function useUploads(): UploadState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
