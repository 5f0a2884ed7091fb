// SPDX-License-Identifier: Apache-2.0
import { IconDots, IconRocket } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { ActionIcon, Button, Menu } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Card, Facts } from "@/ui/Stat";
import { Chip, LabelChip } from "@/ui/Status";
import { Loaded } from "@/ui/states";
import {
  changeVersion,
  contextQuery,
  datasetOfQuery,
  deleteVersion,
  experimentNameQuery,
  type ModelContext,
  type ModelVersion,
  type Parameters,
  typeWord,
  versionQuery,
} from "../api";
import { Badges } from "../parts/badges";
import { DeployDialog } from "../parts/DeployDialog";
import { FilesCard } from "../parts/FilesCard";
import { MetricStats } from "../parts/MetricStats";
import { ModelForm } from "../parts/ModelForm";
import "../parts/registry.css";

const route = getRouteApi("/signed-in/models/versions/$versionId");

/** One version: what it is, what it holds, where it came from, and Deploy (MR-06, DP-01). */
export function VersionPage() {
  const { versionId } = route.useParams();
  const query = useQuery(versionQuery(versionId));
  const [isDeploying, setDeploying] = useState(false);
  const version = query.data;
  return (
    <Page
      crumbs={[
        {
          label: t("Model registry"),
          to: version && !version.origin.private ? "/models/public" : "/models",
        },
        {
          label: version?.origin.name ?? t("Model"),
          ...(version
            ? { to: "/models/$modelId" as const, params: { modelId: version.origin.id } }
            : {}),
        },
        { label: version ? `${version.name} v${version.version}` : t("Version") },
      ]}
      id={versionId}
      status={version && <Badges version={version} />}
      actions={
        version && (
          <>
            {version.origin.private && <VersionMenu version={version} />}
            <Button leftSection={<IconRocket size={14} />} onClick={() => setDeploying(true)}>
              {t("Deploy…")}
            </Button>
          </>
        )
      }
      isFull
    >
      <Loaded query={query}>{(loaded) => <VersionBody version={loaded} />}</Loaded>
      {version && isDeploying && (
        <DeployDialog version={version} isOpen onClose={() => setDeploying(false)} />
      )}
    </Page>
  );
}

function VersionBody({ version }: { version: ModelVersion }) {
  const labels = Object.entries(version.labels ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  const image = version.docker_image && `${version.docker_image}:${version.docker_tag ?? "latest"}`;
  return (
    <>
      <MetricStats metrics={version.metrics} />
      <div className="split" style={{ padding: 16 }}>
        <div className="stack">
          <FilesCard version={version} />
          <Card title={t("Labels")} extra={<span className="faint small">{labels.length}</span>}>
            {labels.length === 0 && <span className="faint">{t("No labels")}</span>}
            <span className="row-wrap">
              {labels.map(([index, name]) => (
                <LabelChip key={index} name={`${index} ${name}`} colorIndex={Number(index)} />
              ))}
            </span>
          </Card>
          <SourceCard version={version} />
          {version.description && (
            <Card title={t("Description")}>
              <p className="prose">{version.description}</p>
            </Card>
          )}
        </div>
        <div className="stack">
          <Card title={t("About")}>
            <Facts
              facts={[
                [t("Type"), typeWord(version.type)],
                [t("Framework"), typeWord(version.framework)],
                [t("Image"), image ? <code key="image">{image}</code> : "–"],
                [t("Created"), formatMoment(version.created_at)],
              ]}
            />
          </Card>
          <ParametersCard parameters={version.parameters} />
          {version.dataset_constraints.length > 0 && (
            <Card title={t("Dataset constraints")}>
              <Facts
                facts={version.dataset_constraints.map((set) => [
                  set.name,
                  <span key={set.name} className="row-wrap">
                    {set.aliases.map((alias) => (
                      <Chip key={alias}>{alias}</Chip>
                    ))}
                  </span>,
                ])}
              />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function ParametersCard({ parameters }: { parameters: Parameters }) {
  const entries = Object.entries(parameters ?? {});
  return (
    <Card title={t("Parameters")} extra={<span className="faint small">{entries.length}</span>}>
      {entries.length === 0 ? (
        <span className="faint">{t("No parameters")}</span>
      ) : (
        <Facts
          facts={entries.map(([name, value]) => [
            name,
            <code key={name}>{typeof value === "string" ? value : JSON.stringify(value)}</code>,
          ])}
        />
      )}
    </Card>
  );
}

function SourceCard({ version }: { version: ModelVersion }) {
  const { data: context } = useQuery({
    ...contextQuery(version.id),
    enabled: version.exported,
  });
  const experiment = useQuery({
    ...experimentNameQuery(context?.experiment_id ?? ""),
    enabled: Boolean(context?.experiment_id),
  });
  if (!context) return null;
  return (
    <Card title={t("Source experiment")}>
      <Facts
        facts={[
          [
            t("Experiment"),
            context.experiment_id ? (
              <Link
                key="experiment"
                to="/experiments/$experimentId"
                params={{ experimentId: context.experiment_id }}
              >
                {experiment.data?.name ?? t("Open the experiment")}
              </Link>
            ) : (
              t("Deleted")
            ),
          ],
          ...context.datas.map(
            (data) => [data.name, <DatasetLink key={data.id} data={data} />] as const,
          ),
        ]}
      />
    </Card>
  );
}

type ContextData = ModelContext["datas"][number];

function DatasetLink({ data }: { data: ContextData }) {
  const query = useQuery(datasetOfQuery(data.version_id));
  const name = `${data.dataset_name ?? ""} / ${data.version_name ?? data.version_id}`;
  if (!query.data) return <>{name}</>;
  return (
    <Link
      to="/datasets/$datasetId/$versionId"
      params={{ datasetId: query.data.origin_id, versionId: data.version_id }}
      search={{}}
    >
      {name}
    </Link>
  );
}

function VersionMenu({ version }: { version: ModelVersion }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["model_version"] });
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
          title={t("Edit {name}", { name: version.name })}
          submitLabel={t("Save")}
          initial={version}
          onSubmit={async (input) => {
            await changeVersion(version.id, input);
            await refresh();
          }}
        />
      )}
      <Confirm
        isOpen={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("Delete version {name}", { name: version.name })}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteVersion(version.id);
          await navigate({ to: "/models/$modelId", params: { modelId: version.origin.id } });
          await refresh();
        }}
      />
    </>
  );
}
