// SPDX-License-Identifier: Apache-2.0
import { IconDownload } from "@tabler/icons-react";
import { t } from "@/kernel/i18n/i18n";
import { LogView } from "@/ui/LogView";
import { EmptyState, ErrorState } from "@/ui/states";
import { ENDED, type Job, type JobRun, logAddress } from "../api";
import { useLog } from "../useLog";

/** The log of one run of a job, followed while it grows. */
export function RunLog({ job, run }: { job: Job; run: JobRun | undefined }) {
  const log = useLog(job.id, run?.id);
  const isEnded = run ? ENDED.has(run.status) : false;
  return (
    <>
      <ErrorState error={log.error} />
      <LogView
        lines={log.lines}
        isLive={!log.isFinished}
        empty={
          <EmptyState
            title={isEnded ? t("This run wrote no log") : t("Waiting for the first line")}
            hint={job.pending_reason ?? ""}
          />
        }
        extra={
          run && (
            <a className="row small" href={logAddress(job.id, run.id)} download>
              <IconDownload size={14} aria-hidden />
              {t("Download")}
            </a>
          )
        }
      />
    </>
  );
}
