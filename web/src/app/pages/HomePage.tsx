// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSession } from "@/accounts";
import { api } from "@/kernel/api/client";
import { formatAgo, formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Page } from "@/ui/Page";
import { Card, Stat, Stats } from "@/ui/Stat";
import { Chip } from "@/ui/Status";
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
    <Page help="quickstart" crumbs={[{ label: t("Home") }]} id={session.organization.id} isFull>
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
      <div className="home-grid">
        {PLACES.map((place) => (
          <NewestCard key={place.key} place={place} list={summary[place.key]} />
        ))}
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
