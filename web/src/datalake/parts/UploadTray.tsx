// SPDX-License-Identifier: Apache-2.0
import { formatBytes, formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button, Progress } from "@/ui/kit";
import { dismissUploads, stopUploads, useUploads } from "../uploads";

const MOST_FAILURES = 5;

/** Progress of what is being uploaded; stays until it is put away. */
export function UploadTray() {
  const state = useUploads();
  if (state.total === 0) return null;
  const percent = (100 * state.sentBytes) / Math.max(1, state.bytes);
  return (
    <section className="upload-tray" aria-label={t("Upload")} aria-live="polite">
      <div className="row">
        <strong className="grow">
          {state.isRunning
            ? t("Uploading {done} of {total}", {
                done: formatCount(state.done),
                total: formatCount(state.total),
              })
            : t("{done} of {total} uploaded", {
                done: formatCount(state.done),
                total: formatCount(state.total),
              })}
        </strong>
        <span className="faint small">
          {formatBytes(state.sentBytes)} / {formatBytes(state.bytes)}
        </span>
        <Button variant="subtle" onClick={state.isRunning ? stopUploads : dismissUploads}>
          {state.isRunning ? t("Stop") : t("Close")}
        </Button>
      </div>
      <Progress value={percent} size="sm" aria-label={t("Upload")} />
      {state.failed.slice(0, MOST_FAILURES).map(({ name, error }) => (
        <div key={name} className="small upload-failure">
          {name}: {error instanceof Error ? error.message : String(error)}
        </div>
      ))}
      {state.failed.length > MOST_FAILURES && (
        <div className="small faint">
          {t("and {count} more failed", { count: state.failed.length - MOST_FAILURES })}
        </div>
      )}
      <Unreadable lines={[...state.unreadable.values()]} />
    </section>
  );
}

/** Files that were stored and turned out to be no images. */
function Unreadable({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="small upload-failure" role="alert">
      {t("{count, plural, one {# file is} other {# files are}} no image that can be read", {
        count: lines.length,
      })}
      {lines.slice(0, MOST_FAILURES).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
