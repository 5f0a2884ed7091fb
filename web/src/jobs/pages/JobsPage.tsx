// SPDX-License-Identifier: Apache-2.0
import { IconTerminal2 } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useSession } from "@/accounts";
import { formatAgo, formatElapsed } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { SegmentedControl } from "@/ui/kit";
import { More } from "@/ui/More";
import { Page } from "@/ui/Page";
import { StatusChip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { type Job, type JobKind, jobsQuery } from "../api";
import { elapsedSecs, kindWord } from "../model";

const route = getRouteApi("/signed-in/jobs");

const COLUMNS: readonly Column<Job>[] = [
  {
    id: "status",
    header: "Status",
    cell: (job) => <StatusChip status={job.status} />,
    value: (job) => job.status,
    width: 120,
  },
  {
    id: "name",
    header: "Name",
    value: (job) => job.name,
    cell: (job) => (
      <Link to="/jobs/$jobId" params={{ jobId: job.id }} search={{}}>
        {job.name}
      </Link>
    ),
  },
  { id: "kind", header: "Kind", cell: (job) => kindWord(job.kind), value: (job) => job.kind },
  { id: "who", header: "Started by", cell: (job) => job.who ?? "–" },
  { id: "runs", header: "Runs", align: "end", cell: (job) => job.runs.length },
  {
    id: "created",
    header: "Created",
    cell: (job) => formatAgo(job.created_at),
    value: (job) => job.created_at,
  },
  {
    id: "time",
    header: "Duration",
    align: "end",
    cell: (job) => formatElapsed(elapsedSecs(job)),
    value: elapsedSecs,
  },
];

/** All jobs of the organization, newest first, by kind. */
export function JobsPage() {
  const { kind } = route.useSearch();
  const navigate = useNavigate();
  const session = useSession();
  const query = useInfiniteQuery(jobsQuery(session.organization.id, kind));
  const jobs = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page crumbs={[{ label: t("Jobs") }]} isFull>
      <div className="list-bar">
        <SegmentedControl
          aria-label={t("Kind of job")}
          value={kind ?? "ALL"}
          onChange={(value) =>
            void navigate({
              to: "/jobs",
              search: value === "ALL" ? {} : { kind: value as JobKind },
            })
          }
          data={[
            { value: "ALL", label: t("All") },
            { value: "PROCESSING", label: t("Processings") },
            { value: "TRAINING", label: t("Trainings") },
            { value: "INTERNAL", label: t("Internals") },
          ]}
        />
        <span className="faint small">
          {t("{count, plural, one {# job} other {# jobs}}", {
            count: query.data?.pages[0]?.count ?? 0,
          })}
        </span>
      </div>
      <Loaded query={query}>
        {() =>
          jobs.length === 0 ? (
            <EmptyState
              icon={<IconTerminal2 size={32} />}
              title={t("No jobs yet")}
              hint={t("Trainings, processings and imports appear here")}
            />
          ) : (
            <DataTable
              label={t("Jobs")}
              rows={jobs}
              columns={COLUMNS}
              rowKey={(job) => job.id}
              onOpen={(job) =>
                void navigate({ to: "/jobs/$jobId", params: { jobId: job.id }, search: {} })
              }
            />
          )
        }
      </Loaded>
      <More query={query} />
    </Page>
  );
}
