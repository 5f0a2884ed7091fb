// SPDX-License-Identifier: Apache-2.0
import { IconFlask, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { useActions } from "@/kernel/actions/registry";
import { formatAgo } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { createProject, type Project, projectsQuery } from "../api";
import { NameForm } from "../parts/NameForm";

const COLUMNS: readonly Column<Project>[] = [
  {
    id: "name",
    header: "Name",
    value: (project) => project.name,
    cell: (project) => (
      <Link to="/projects/$projectId" params={{ projectId: project.id }} search={{}}>
        {project.name}
      </Link>
    ),
  },
  {
    id: "description",
    header: "Description",
    cell: (project) => <span className="quiet">{project.description}</span>,
  },
  {
    id: "experiments",
    header: "Experiments",
    align: "end",
    cell: (project) => project.experiment_count ?? 0,
    value: (project) => project.experiment_count,
  },
  {
    id: "datasets",
    header: "Dataset versions",
    align: "end",
    cell: (project) => project.dataset_count ?? 0,
    value: (project) => project.dataset_count,
  },
  {
    id: "created",
    header: "Created",
    cell: (project) => formatAgo(project.created_at),
    value: (project) => project.created_at,
  },
];

/** Projects of the organization (PJ-01). */
export function ProjectsPage() {
  const session = useSession();
  const navigate = useNavigate();
  const query = useQuery(projectsQuery(session.organization.id));
  const [search, setSearch] = useState("");
  const [isCreating, setCreating] = useState(false);
  useActions([
    {
      id: "project.new",
      label: t("New project…"),
      keys: "c",
      group: t("Projects"),
      run: () => setCreating(true),
    },
  ]);
  const create = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
      {t("New project")}
    </Button>
  );
  return (
    <Page crumbs={[{ label: t("Projects") }]} actions={create} isFull>
      <div className="list-bar">
        <TextInput
          aria-label={t("Search projects")}
          placeholder={t("Search projects")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className="faint small">
          {t("{count, plural, one {# project} other {# projects}}", {
            count: query.data?.count ?? 0,
          })}
        </span>
      </div>
      <Loaded query={query}>
        {(page) => {
          const found = page.items.filter((one) =>
            one.name.toLowerCase().includes(search.toLowerCase()),
          );
          return found.length === 0 ? (
            <EmptyState
              icon={<IconFlask size={32} />}
              title={search ? t("No results") : t("No projects yet")}
              hint={t("A project holds dataset versions and the experiments trained on them")}
            />
          ) : (
            <DataTable
              label={t("Projects")}
              rows={found}
              columns={COLUMNS}
              rowKey={(project) => project.id}
              onOpen={(project) =>
                void navigate({
                  to: "/projects/$projectId",
                  params: { projectId: project.id },
                  search: {},
                })
              }
            />
          );
        }}
      </Loaded>
      {isCreating && (
        <NameForm
          isOpen
          onClose={() => setCreating(false)}
          title={t("New project")}
          submitLabel={t("Create")}
          onSubmit={async (input) => {
            const made = await createProject(session.organization.id, input);
            await navigate({
              to: "/projects/$projectId",
              params: { projectId: made.id },
              search: {},
            });
          }}
        />
      )}
    </Page>
  );
}
