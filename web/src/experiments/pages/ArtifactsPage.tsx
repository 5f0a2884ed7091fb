// SPDX-License-Identifier: Apache-2.0
import { IconPackage } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoment } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { FileActs } from "@/ui/FileActs";
import { EmptyState, Loaded } from "@/ui/states";
import { type Artifact, artifactsQuery, deleteArtifact } from "../api";
import { ExperimentFrame } from "../parts/ExperimentFrame";

/** Files of the experiment: download and delete (XO-02). */
export function ArtifactsPage() {
  return (
    <ExperimentFrame isFull>
      {(experiment) => <Artifacts experimentId={experiment.id} />}
    </ExperimentFrame>
  );
}

function Artifacts({ experimentId }: { experimentId: string }) {
  const queryClient = useQueryClient();
  const query = useQuery(artifactsQuery(experimentId));
  const [doomed, setDoomed] = useState<Artifact | null>(null);
  return (
    <>
      <Loaded query={query}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState
              icon={<IconPackage size={32} />}
              title={t("No artifacts yet")}
              hint={t("A training stores its model files here")}
            />
          ) : (
            <DataTable
              label={t("Artifacts")}
              rows={page.items}
              columns={columnsOf(setDoomed)}
              rowKey={(one) => one.id}
            />
          )
        }
      </Loaded>
      <Confirm
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        title={t("Delete artifact {name}", { name: doomed?.name })}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          if (doomed) await deleteArtifact(doomed.id);
          await queryClient.invalidateQueries({ queryKey: ["experiment"] });
        }}
      />
    </>
  );
}

function columnsOf(onDelete: (artifact: Artifact) => void): Column<Artifact>[] {
  return [
    {
      id: "name",
      header: t("Name"),
      value: (one) => one.name,
      cell: (one) => <code>{one.name}</code>,
    },
    { id: "filename", header: t("Filename"), cell: (one) => one.filename },
    {
      id: "created",
      header: t("Created"),
      cell: (one) => formatMoment(one.created_at),
      value: (one) => one.created_at,
    },
    {
      id: "acts",
      header: t("Actions"),
      isHeaderHidden: true,
      align: "end",
      width: 80,
      cell: (one) => (
        <FileActs
          name={one.name}
          filename={one.filename}
          url={one.presigned_url}
          onDelete={() => onDelete(one)}
        />
      ),
    },
  ];
}
