// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSession } from "@/accounts";
import { jobsQuery } from "@/jobs";
import { api } from "@/kernel/api/client";
import { formatAgo, formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Page } from "@/ui/Page";
import { Card, Stat, Stats } from "@/ui/Stat";
import { Chip, StatusChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";

interface Newest {
  id: string;
  name: string;
  created_at: string;
}

interface Summary {
  members: { id: string; username: string; role: string }[];
  datasets?: Newest[];
  projects?: Newest[];
  models?: Newest[];
  deployments?: Newest[];
  counts: Record<string, number>;
}

const COUNTED: readonly [string, string][] = [
  ["data", "Data"],
  ["dataset_version", "Dataset versions"],
  ["experiment", "Experiments"],
  ["deployment", "Deployments"],
  ["predicted_asset", "Predicted assets"],
];

type Place = (typeof PLACES)[number];

const PLACES = [
  {
    key: "datasets",
    title: "Datasets",
    to: "/datasets",
    one: "/datasets/$datasetId",
    param: "datasetId",
  },
  {
    key: "projects",
    title: "Projects",
    to: "/projects",
    one: "/projects/$projectId",
    param: "projectId",
  },
  { key: "models", title: "Models", to: "/models", one: "/models/$modelId", param: "modelId" },
  {
    key: "deployments",
    title: "Deployments",
    to: "/deployments",
    one: "/deployments/$deploymentId",
    param: "deploymentId",
  },
] as const;

const ROLES: Record<string, string> = {
  OWNER: "Owner",
  ADMIN: "Admin",
  USER: "User",
  READER: "Reader",
  UNPRIVILEGED: "Unprivileged",
};

/** Members, newest datasets, projects, models and deployments (NAV-02). */
export function HomePage() {
  const session = useSession();
  const query = useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => api.get<Summary>("/api/home/summary", { signal }),
  });
  return (
    <Page crumbs={[{ label: t("Home") }]} id={session.organization.id} isFull>
      <Loaded query={query}>{(summary) => <HomeBody summary={summary} />}</Loaded>
    </Page>
  );
}

function HomeBody({ summary }: { summary: Summary }) {
  return (
    <>
      <Stats>
        {COUNTED.filter(([key]) => key in summary.counts).map(([key, name]) => (
          <Stat key={key} name={t(name)} value={formatCount(summary.counts[key])} />
        ))}
      </Stats>
      {isNew(summary) && <FirstSteps />}
      <div className="home-grid">
        {PLACES.map((place) => (
          <NewestCard key={place.key} place={place} list={summary[place.key]} />
        ))}
        <JobsCard />
        <Card title={t("Members")}>
          {summary.members.map((member) => (
            <Line key={member.id} end={<Chip>{t(ROLES[member.role] ?? member.role)}</Chip>}>
              {member.username}
            </Line>
          ))}
        </Card>
      </div>
    </>
  );
}

function isNew(summary: Summary): boolean {
  return PLACES.every((place) => (summary[place.key] ?? []).length === 0);
}

/** The way from images to a served model, while there is nothing yet. */
function FirstSteps() {
  const steps = [
    [t("Upload images"), t("into the datalake"), "/datalakes"],
    [t("Make a dataset"), t("from chosen images, then label them"), "/datasets"],
    [t("Train"), t("in an experiment of a project"), "/projects"],
    [t("Deploy"), t("a version of the model registry"), "/models"],
  ] as const;
  return (
    <section className="first-steps" aria-label={t("First steps")}>
      {steps.map(([name, hint, to], index) => (
        <Link key={to} to={to} className="first-step">
          <span className="faint">{index + 1}</span>
          <strong>{name}</strong>
          <span className="quiet small">{hint}</span>
        </Link>
      ))}
    </section>
  );
}

const SHOWN_JOBS = 5;

function JobsCard() {
  const { organization } = useSession();
  const query = useInfiniteQuery(jobsQuery(organization.id, undefined));
  const jobs = query.data?.pages[0]?.items.slice(0, SHOWN_JOBS);
  return (
    <Card
      title={t("Jobs")}
      extra={
        <Link to="/jobs" search={{}}>
          {t("All")}
        </Link>
      }
    >
      {jobs?.length === 0 && <span className="faint">{t("Nothing yet")}</span>}
      {jobs?.map((job) => (
        <Line key={job.id} end={<StatusChip status={job.status} />}>
          <Link to="/jobs/$jobId" params={{ jobId: job.id }} search={{}}>
            {job.name}
          </Link>
        </Line>
      ))}
    </Card>
  );
}

function NewestCard({ place, list }: { place: Place; list: Newest[] | undefined }) {
  if (!list) return null;
  return (
    <Card title={t(place.title)} extra={<Link to={place.to}>{t("All")}</Link>}>
      {list.length === 0 && <span className="faint">{t("Nothing yet")}</span>}
      {list.map((one) => (
        <Line key={one.id} end={<span className="faint small">{formatAgo(one.created_at)}</span>}>
          <Link to={place.one} params={{ [place.param]: one.id } as never}>
            {one.name}
          </Link>
        </Line>
      ))}
    </Card>
  );
}

function Line({ children, end }: { children: ReactNode; end: ReactNode }) {
  return (
    <div className="row home-line">
      <span className="truncate grow">{children}</span>
      {end}
    </div>
  );
}
