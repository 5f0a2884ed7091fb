// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
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
      <div className="home-grid">
        <NewestCard title={t("Datasets")} list={summary.datasets} path="/datasets" />
        <NewestCard title={t("Projects")} list={summary.projects} path="/projects" />
        <NewestCard title={t("Models")} list={summary.models} path="/models" />
        <NewestCard title={t("Deployments")} list={summary.deployments} path="/deployments" />
        <Card title={t("Members")}>
          {summary.members.map((member) => (
            <Line key={member.id} end={<Chip>{member.role}</Chip>}>
              {member.username}
            </Line>
          ))}
        </Card>
      </div>
    </>
  );
}

function NewestCard(props: { title: string; list: Newest[] | undefined; path: string }) {
  if (!props.list) return null;
  return (
    <Card title={props.title}>
      {props.list.length === 0 && <span className="faint">{t("Nothing yet")}</span>}
      {props.list.map((one) => (
        <Line key={one.id} end={<span className="faint small">{formatAgo(one.created_at)}</span>}>
          <a href={`${props.path}/${one.id}`}>{one.name}</a>
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
