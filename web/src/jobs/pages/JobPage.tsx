// SPDX-License-Identifier: Apache-2.0
import { IconPlayerStop, IconRefresh } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { formatElapsed, formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { StatusChip } from "@/ui/Status";
import { ErrorState, Loaded } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { ENDED, type Job, type JobRun, jobQuery, killJob, rerunJob } from "../api";
import { elapsedSecs, kindWord } from "../model";
import { RunLog } from "../parts/RunLog";
import "./jobs.css";

const route = getRouteApi("/signed-in/jobs/$jobId");
const TICK_MS = 1_000;

/** One job: its runs at the left, the log of the chosen run at the right. */
export function JobPage() {
  const { jobId } = route.useParams();
  const query = useQuery(jobQuery(jobId));
  const job = query.data;
  return (
    <Page
      crumbs={[{ label: t("Jobs"), to: "/jobs" }, { label: job?.name ?? t("Job") }]}
      id={jobId}
      status={job && <StatusChip status={job.status} />}
      actions={job && <JobActs job={job} />}
      isFull
    >
      <Loaded query={query}>{(loaded) => <JobBody job={loaded} />}</Loaded>
    </Page>
  );
}

function JobActs({ job }: { job: Job }) {
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const act = async (run: (jobId: string) => Promise<Job>, told: string) => {
    setError(null);
    try {
      await run(job.id);
      showSuccess(told);
      await queryClient.invalidateQueries({ queryKey: ["job"] });
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <ErrorState error={error} />
      {ENDED.has(job.status) && job.kind !== "INTERNAL" && (
        <Button
          leftSection={<IconRefresh size={14} />}
          onClick={() => void act(rerunJob, t("Run again"))}
        >
          {t("Re-run")}
        </Button>
      )}
      {!ENDED.has(job.status) && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={14} />}
          onClick={() => void act(killJob, t("Asked to stop"))}
        >
          {t("Kill")}
        </Button>
      )}
    </>
  );
}

function JobBody({ job }: { job: Job }) {
  const { run: chosen } = route.useSearch();
  const runs = [...job.runs].sort((a, b) => b.number - a.number);
  const run = runs.find((one) => one.id === chosen) ?? runs[0];
  return (
    <div className="job">
      <aside className="job-runs">
        <h3>{t("Runs")}</h3>
        {runs.map((one) => (
          <RunLink key={one.id} jobId={job.id} run={one} isChosen={one.id === run?.id} />
        ))}
        <dl className="facts small">
          <dt>{t("Kind")}</dt>
          <dd>{kindWord(job.kind)}</dd>
          <TargetFact target={job.target} />
          <dt>{t("Started by")}</dt>
          <dd>{job.who ?? "–"}</dd>
          <dt>{t("Created")}</dt>
          <dd>{formatMoment(job.created_at)}</dd>
        </dl>
      </aside>
      <section className="job-log">
        {job.pending_reason && <p className="job-reason">{job.pending_reason}</p>}
        {run?.reason && <p className="job-reason">{run.reason}</p>}
        <RunLog job={job} run={run} />
      </section>
    </div>
  );
}

const PLACES = {
  EXPERIMENT: { label: "Experiment", to: "/experiment/$id" },
  DATASET_VERSION: { label: "Dataset version", to: "/dataset/version/$id" },
  DATALAKE: { label: "Datalake", to: "/datalake/$id" },
  MODEL_VERSION: { label: "Model version", to: "/model/version/$id" },
  DEPLOYMENT: { label: "Deployment", to: "/deployment/$id" },
} as const;

/** What the job works on, as a link to it. */
function TargetFact({ target }: { target: Job["target"] }) {
  const place = PLACES[target?.type as keyof typeof PLACES];
  if (!target || !place) return null;
  return (
    <>
      <dt>{t("Works on")}</dt>
      <dd>
        <Link to={place.to} params={{ id: target.id } as never}>
          {t(place.label)}
        </Link>
      </dd>
    </>
  );
}

function RunLink({ jobId, run, isChosen }: { jobId: string; run: JobRun; isChosen: boolean }) {
  return (
    <Link
      to="/jobs/$jobId"
      params={{ jobId }}
      search={{ run: run.id }}
      className="job-run"
      data-active={isChosen ? "" : undefined}
    >
      <span className="row">
        {t("Run {number}", { number: run.number })}
        <StatusChip status={run.status} />
      </span>
      <span className="faint small">
        <Elapsed run={run} />
        {run.exit_code != null && ` · ${t("exit code {code}", { code: run.exit_code })}`}
      </span>
    </Link>
  );
}

function Elapsed({ run }: { run: JobRun }) {
  const [now, setNow] = useState(Date.now());
  const isRunning = run.started_at != null && run.ended_at == null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return <>{formatElapsed(elapsedSecs(run, now))}</>;
}
