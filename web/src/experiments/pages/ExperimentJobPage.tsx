// SPDX-License-Identifier: Apache-2.0
import { IconTerminal2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { jobQuery, RunLog } from "@/jobs";
import { formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { StatusChip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { ExperimentFrame } from "../parts/ExperimentFrame";

/** The newest job of the experiment with its log as it grows (TR-05). */
export function ExperimentJobPage() {
  return (
    <ExperimentFrame isFull>
      {(experiment) =>
        experiment.job ? (
          <ExperimentJob jobId={experiment.job.id} />
        ) : (
          <EmptyState
            icon={<IconTerminal2 size={32} />}
            title={t("Not launched yet")}
            hint={t("Launch the experiment to follow its training here")}
          />
        )
      }
    </ExperimentFrame>
  );
}

function ExperimentJob({ jobId }: { jobId: string }) {
  const query = useQuery(jobQuery(jobId));
  return (
    <Loaded query={query}>
      {(job) => {
        const run = [...job.runs].sort((a, b) => b.number - a.number)[0];
        return (
          <div className="experiment-job">
            <div className="toolbar">
              <StatusChip status={job.status} />
              <Link to="/jobs/$jobId" params={{ jobId }} search={{}}>
                {job.name}
              </Link>
              {run && (
                <span className="quiet small">
                  {t("Run {number}, started {moment}", {
                    number: run.number,
                    moment: formatMoment(run.started_at),
                  })}
                </span>
              )}
              {(run?.reason ?? job.pending_reason) && (
                <span className="small">{run?.reason ?? job.pending_reason}</span>
              )}
            </div>
            <RunLog job={job} run={run} />
          </div>
        );
      }}
    </Loaded>
  );
}
