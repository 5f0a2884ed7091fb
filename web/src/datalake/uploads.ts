// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";
import { queryClient } from "@/kernel/api/query";
import type { Datalake } from "./api";
import { transfer } from "./transfer";

export interface UploadState {
  total: number;
  done: number;
  failed: readonly { name: string; error: unknown }[];
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
  bytes: 0,
  sentBytes: 0,
  isRunning: false,
};

let state: UploadState = IDLE;
let items: Item[] = [];
let stopping = new AbortController();
let isTelling = false;
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
    await transfer({ organizationId, lake, file: item.file, tagIds, signal, onProgress });
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
