// SPDX-License-Identifier: Apache-2.0
import { IconDots, IconPlus, IconVersions } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatAgo, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { ActionIcon, Button, Menu } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import {
  changeModel,
  createVersion,
  deleteModel,
  type Model,
  type ModelVersion,
  modelQuery,
  typeWord,
  versionsQuery,
} from "../api";
import { Badges } from "../parts/badges";
import { ModelForm, VersionForm } from "../parts/ModelForm";
import "../parts/registry.css";

const route = getRouteApi("/signed-in/models/$modelId");

const COLUMNS: readonly Column<ModelVersion>[] = [
  {
    id: "version",
    header: "Version",
    value: (one) => one.version,
    width: 80,
    cell: (one) => (
      <Link to="/models/versions/$versionId" params={{ versionId: one.id }}>
        {`v${one.version}`}
      </Link>
    ),
  },
  { id: "name", header: "Name", value: (one) => one.name, cell: (one) => one.name },
  { id: "type", header: "Type", cell: (one) => typeWord(one.type) },
  { id: "framework", header: "Framework", cell: (one) => typeWord(one.framework) },
  { id: "badges", header: "Use", cell: (one) => <Badges version={one} /> },
  {
    id: "labels",
    header: "Labels",
    align: "end",
    cell: (one) => Object.keys(one.labels ?? {}).length,
  },
  {
    id: "map",
    header: "mAP 50-95",
    align: "end",
    cell: (one) => formatScore(one.metrics?.ap_50_95 as number | undefined),
    value: (one) => one.metrics?.ap_50_95 as number | undefined,
  },
  {
    id: "created",
    header: "Created",
    cell: (one) => formatAgo(one.created_at),
    value: (one) => one.created_at,
  },
];

/** One model and its versions. */
export function ModelPage() {
  const { modelId } = route.useParams();
  const navigate = useNavigate();
  const query = useQuery(modelQuery(modelId));
  const versions = useQuery(versionsQuery(modelId));
  const [isCreating, setCreating] = useState(false);
  const model = query.data;
  return (
    <Page
      crumbs={[
        {
          label: t("Model registry"),
          to: model && !model.private ? "/models/public" : "/models",
        },
        { label: model?.name ?? t("Model") },
      ]}
      id={modelId}
      status={model && <Chip>{model.private ? t("Private") : t("Public")}</Chip>}
      actions={
        model?.private && (
          <>
            <ModelMenu model={model} />
            <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
              {t("New version")}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query}>
        {(loaded) => (
          <div className="stack">
            {loaded.description && <p className="prose quiet">{loaded.description}</p>}
            <Loaded query={versions}>
              {(page) =>
                page.items.length === 0 ? (
                  <EmptyState
                    icon={<IconVersions size={32} />}
                    title={t("No versions yet")}
                    hint={t("Export an experiment to this model, or create a version by hand")}
                  />
                ) : (
                  <DataTable
                    label={t("Versions")}
                    rows={page.items}
                    columns={COLUMNS}
                    rowKey={(one) => one.id}
                    onOpen={(one) =>
                      void navigate({
                        to: "/models/versions/$versionId",
                        params: { versionId: one.id },
                      })
                    }
                  />
                )
              }
            </Loaded>
          </div>
        )}
      </Loaded>
      {isCreating && (
        <VersionForm
          isOpen
          onClose={() => setCreating(false)}
          onSubmit={async (input) => {
            const made = await createVersion(modelId, input);
            await navigate({ to: "/models/versions/$versionId", params: { versionId: made.id } });
          }}
        />
      )}
    </Page>
  );
}

function ModelMenu({ model }: { model: Model }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
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
        <ModelForm
          isOpen
          onClose={() => setOpen(null)}
          title={t("Edit {name}", { name: model.name })}
          submitLabel={t("Save")}
          initial={model}
          onSubmit={async (input) => {
            await changeModel(model.id, input);
            await queryClient.invalidateQueries({ queryKey: ["model"] });
          }}
        />
      )}
      <Confirm
        isOpen={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("Delete model {name}", { name: model.name })}
        typedName={model.name}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteModel(model.id);
          await navigate({ to: "/models" });
          await queryClient.invalidateQueries({ queryKey: ["model"] });
        }}
      >
        <p>{t("All its versions and files go with it")}</p>
      </Confirm>
    </>
  );
}
