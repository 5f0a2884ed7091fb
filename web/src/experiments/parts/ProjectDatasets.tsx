// SPDX-License-Identifier: Apache-2.0
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { typeWord } from "@/registry";
import { type Column, DataTable } from "@/ui/DataTable";
import { FormDialog } from "@/ui/FormDialog";
import { ActionIcon, Button } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { EmptyState, ErrorState, Loaded } from "@/ui/states";
import { useSubmit } from "@/ui/useSubmit";
import { attachVersion, type DatasetVersion, detachVersion, projectVersionsQuery } from "../api";
import { VersionLink } from "./VersionLink";
import { VersionSelect, versionName } from "./VersionSelect";

/** Dataset versions attached to a project: what its experiments may use (PJ-05). */
export function ProjectDatasets({ projectId }: { projectId: string }) {
  const queryClient = useQueryClient();
  const query = useQuery(projectVersionsQuery(projectId));
  const [isAttaching, setAttaching] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const detaching = useSubmit();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["project"] });
  const detach = (version: DatasetVersion) =>
    void detaching.run(async () => {
      await detachVersion(projectId, version.id);
      await refresh();
    });
  const attached = query.data?.items ?? [];
  const attach = (
    <Button
      variant="default"
      leftSection={<IconPlus size={14} />}
      onClick={() => setAttaching(true)}
    >
      {t("Attach…")}
    </Button>
  );
  return (
    <Card title={t("Dataset versions")} extra={attach}>
      <ErrorState error={detaching.error} />
      <Loaded query={query}>
        {() =>
          attached.length === 0 ? (
            <EmptyState
              title={t("No dataset versions attached")}
              hint={t("Experiments train on the dataset versions attached here")}
            />
          ) : (
            <DataTable
              label={t("Dataset versions")}
              rows={attached}
              columns={columnsOf(detach)}
              rowKey={(version) => version.id}
            />
          )
        }
      </Loaded>
      <FormDialog
        isOpen={isAttaching}
        onClose={() => setAttaching(false)}
        title={t("Attach a dataset version")}
        submitLabel={t("Attach")}
        isDisabled={chosen === null}
        onSubmit={async () => {
          if (chosen) await attachVersion(projectId, chosen);
          setChosen(null);
          await refresh();
        }}
      >
        <VersionSelect
          label={t("Dataset version")}
          value={chosen}
          without={attached.map((one) => one.id)}
          onChange={setChosen}
        />
      </FormDialog>
    </Card>
  );
}

function columnsOf(onDetach: (version: DatasetVersion) => void): Column<DatasetVersion>[] {
  return [
    {
      id: "name",
      header: t("Dataset version"),
      value: versionName,
      cell: (version) => <VersionLink version={version} />,
    },
    { id: "type", header: t("Type"), cell: (version) => typeWord(version.type) },
    {
      id: "assets",
      header: t("Images"),
      align: "end",
      cell: (version) => formatCount(version.asset_count),
    },
    {
      id: "acts",
      header: t("Actions"),
      isHeaderHidden: true,
      align: "end",
      width: 48,
      cell: (version) => (
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={t("Detach {name}", { name: versionName(version) })}
          onClick={() => onDetach(version)}
        >
          <IconTrash size={14} />
        </ActionIcon>
      ),
    },
  ];
}
