// SPDX-License-Identifier: Apache-2.0
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { ActionIcon, Button, Menu } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { changeProject, deleteProject, type Project, projectQuery } from "../api";
import { ExperimentsCard } from "../parts/ExperimentsCard";
import { NameForm } from "../parts/NameForm";
import { ProjectDatasets } from "../parts/ProjectDatasets";

const route = getRouteApi("/signed-in/projects/$projectId");

/** One project: its dataset versions and its experiments (PJ-03…PJ-06). */
export function ProjectPage() {
  const { projectId } = route.useParams();
  const navigate = useNavigate();
  const query = useQuery(projectQuery(projectId));
  const project = query.data;
  const create = () => void navigate({ to: "/projects/$projectId/new", params: { projectId } });
  useActions([
    {
      id: "experiment.new",
      label: t("New experiment…"),
      keys: "c",
      group: t("Project"),
      run: create,
    },
  ]);
  return (
    <Page
      crumbs={[{ label: t("Projects"), to: "/projects" }, { label: project?.name ?? t("Project") }]}
      id={projectId}
      actions={
        <>
          {project && <ProjectMenu project={project} />}
          <Button leftSection={<IconPlus size={14} />} onClick={create}>
            {t("New experiment")}
          </Button>
        </>
      }
    >
      <Loaded query={query}>
        {(loaded) => (
          <div className="stack">
            {loaded.description && <p className="quiet">{loaded.description}</p>}
            <ExperimentsCard projectId={projectId} />
            <ProjectDatasets projectId={projectId} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function ProjectMenu({ project }: { project: Project }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["project"] });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label={t("More")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("edit")}>{t("Edit…")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen("delete")}>
            {t("Delete…")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && (
        <NameForm
          isOpen
          onClose={() => setOpen(null)}
          title={t("Edit {name}", { name: project.name })}
          submitLabel={t("Save")}
          initial={project}
          onSubmit={async (input) => {
            await changeProject(project.id, input);
            await refresh();
          }}
        />
      )}
      <Confirm
        isOpen={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("Delete project {name}", { name: project.name })}
        typedName={project.name}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteProject(project.id);
          await navigate({ to: "/projects" });
          await refresh();
        }}
      >
        <p>{t("All its experiments, their logs and evaluations go with it")}</p>
      </Confirm>
    </>
  );
}
