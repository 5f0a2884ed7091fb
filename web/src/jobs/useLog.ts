// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import { readLog } from "./api";

export interface Log {
  lines: string[];
  isFinished: boolean;
  error: unknown;
}

const EMPTY: Log = { lines: [], isFinished: false, error: null };
const WAIT_MS = 800;
const WAIT_AFTER_ERROR_MS = 3_000;

/** Follow the log of a run from its first byte to its end. */
export function useLog(jobId: string, runId: string | undefined): Log {
  const [log, setLog] = useState<Log>(EMPTY);
  useEffect(() => {
    setLog(EMPTY);
    if (!runId) return;
    const stopping = new AbortController();
    void follow(jobId, runId, stopping.signal, setLog);
    return () => stopping.abort();
  }, [jobId, runId]);
  return log;
}

async function follow(
  jobId: string,
  runId: string,
  signal: AbortSignal,
  show: (log: Log) => void,
): Promise<void> {
  let offset = 0;
  let lines: string[] = [];
  let rest = "";
  while (!signal.aborted) {
    try {
      const chunk = await readLog(jobId, runId, offset, signal);
      if (signal.aborted) return;
      const pieces = (rest + chunk.text).split("\n");
      rest = pieces.pop() ?? "";
      const isFinished = chunk.finished && chunk.next_offset >= chunk.size;
      if (chunk.text || isFinished) {
        lines = lines.concat(pieces.map(lastRewrite));
        show({ lines: rest ? [...lines, lastRewrite(rest)] : lines, isFinished, error: null });
      }
      offset = chunk.next_offset;
      if (isFinished) return;
      if (offset >= chunk.size) await pause(WAIT_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      show({ lines, isFinished: false, error });
      await pause(WAIT_AFTER_ERROR_MS, signal);
    }
  }
}

/** Progress bars rewrite their line with carriage returns: keep what a terminal would show. */
export function lastRewrite(line: string): string {
  const pieces = line.replace(/\r+$/, "").split("\r");
  return pieces.at(-1) ?? "";
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
