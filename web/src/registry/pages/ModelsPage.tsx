// SPDX-License-Identifier: Apache-2.0
import { IconBox, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { formatAgo } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { createModel, type Model, modelsQuery } from "../api";
import { ModelForm } from "../parts/ModelForm";

const COLUMNS: readonly Column<Model>[] = [
  {
    id: "name",
    header: "Name",
    value: (model) => model.name,
    cell: (model) => (
      <Link to="/models/$modelId" params={{ modelId: model.id }}>
        {model.name}
      </Link>
    ),
  },
  {
    id: "description",
    header: "Description",
    cell: (model) => (
      <span className="quiet truncate" style={{ display: "block", maxWidth: 520 }}>
        {model.description.split("\n").find((line) => line.trim() && !line.startsWith("#"))}
      </span>
    ),
  },
  {
    id: "versions",
    header: "Versions",
    align: "end",
    cell: (model) => model.version_count ?? 0,
    value: (model) => model.version_count,
  },
  {
    id: "registry",
    header: "Registry",
    cell: (model) => <Chip>{model.private ? t("Private") : t("Public")}</Chip>,
  },
  {
    id: "created",
    header: "Created",
    cell: (model) => formatAgo(model.created_at),
    value: (model) => model.created_at,
  },
];

/** Models of the organization (MR-01). */
export function PrivateModelsPage() {
  return <ModelsPage isPublic={false} />;
}

/** Models of the public catalogue (MR-02). */
export function PublicModelsPage() {
  return <ModelsPage isPublic />;
}

function ModelsPage({ isPublic }: { isPublic: boolean }) {
  const session = useSession();
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const [isCreating, setCreating] = useState(false);
  const query = useQuery(modelsQuery(session.organization.id, isPublic));
  return (
    <Page
      crumbs={[{ label: t("Model registry") }]}
      tabs={[
        { label: t("Private"), to: "/models" },
        { label: t("Public"), to: "/models/public" },
      ]}
      actions={
        !isPublic && (
          <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
            {t("New model")}
          </Button>
        )
      }
      isFull
    >
      <div className="list-bar">
        <TextInput
          aria-label={t("Search models")}
          placeholder={t("Search models")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <span className="faint small">
          {t("{count, plural, one {# model} other {# models}}", { count: query.data?.count ?? 0 })}
        </span>
      </div>
      <Loaded query={query}>
        {(page) => {
          const found = page.items.filter((one) =>
            one.name.toLowerCase().includes(search.toLowerCase()),
          );
          return found.length === 0 ? (
            <EmptyState
              icon={<IconBox size={32} />}
              title={search ? t("No results") : t("No models yet")}
              hint={t("Export a trained experiment as a model, or create one and upload its files")}
            />
          ) : (
            <DataTable
              label={t("Models")}
              rows={found}
              columns={COLUMNS}
              rowKey={(model) => model.id}
              onOpen={(model) =>
                void navigate({ to: "/models/$modelId", params: { modelId: model.id } })
              }
            />
          );
        }}
      </Loaded>
      {isCreating && (
        <ModelForm
          isOpen
          onClose={() => setCreating(false)}
          title={t("New model")}
          submitLabel={t("Create")}
          onSubmit={async (input) => {
            const made = await createModel(session.organization.id, input);
            await navigate({ to: "/models/$modelId", params: { modelId: made.id } });
          }}
        />
      )}
    </Page>
  );
}
