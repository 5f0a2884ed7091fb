// SPDX-License-Identifier: Apache-2.0
import { IconUpload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/accounts";
import { formatAgo } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { FileActs } from "@/ui/FileActs";
import { FormDialog } from "@/ui/FormDialog";
import { Autocomplete, Button, FileButton } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import {
  datalakesQuery,
  deleteFile,
  filesQuery,
  type ModelFile,
  type ModelVersion,
  uploadFile,
} from "../api";

const RESERVED = ["model-latest", "config", "checkpoint-data-latest", "checkpoint-index-latest"];

/** Files of a version: download, and on own versions upload and delete (MR-07). */
export function FilesCard({ version }: { version: ModelVersion }) {
  const session = useSession();
  const queryClient = useQueryClient();
  const query = useQuery(filesQuery(version.id));
  const [doomed, setDoomed] = useState<ModelFile | null>(null);
  const [picked, setPicked] = useState<File | null>(null);
  const [name, setName] = useState("");
  const isOwn = version.origin.private;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["model_version"] });
  const columns = columnsOf(isOwn ? setDoomed : null);
  const lakes = useQuery({ ...datalakesQuery(session.organization.id), enabled: isOwn });
  const connectorId = lakes.data?.items[0]?.connector_id;
  const upload = async () => {
    if (!picked || !connectorId) return;
    await uploadFile(session.organization.id, connectorId, version.id, name.trim(), picked);
    await refresh();
  };
  return (
    <Card
      title={t("Files")}
      extra={
        isOwn &&
        connectorId && (
          <FileButton
            onChange={(file) => {
              setPicked(file);
              setName(file?.name.endsWith(".onnx") ? "model-latest" : (file?.name ?? ""));
            }}
          >
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconUpload size={14} />}>
                {t("Upload…")}
              </Button>
            )}
          </FileButton>
        )
      }
    >
      <Loaded query={query}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState title={t("No files")} />
          ) : (
            <DataTable
              label={t("Files")}
              rows={page.items}
              columns={columns}
              rowKey={(file) => file.id}
            />
          )
        }
      </Loaded>
      <FormDialog
        isOpen={picked !== null}
        onClose={() => setPicked(null)}
        title={t("Upload {name}", { name: picked?.name })}
        submitLabel={t("Upload")}
        isDisabled={name.trim() === ""}
        onSubmit={upload}
      >
        <Autocomplete
          label={t("Name of the file")}
          description={t("The file named model-latest is the one that is served")}
          data={RESERVED}
          value={name}
          onChange={setName}
        />
      </FormDialog>
      <Confirm
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        title={t("Delete file {name}", { name: doomed?.name })}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          if (doomed) await deleteFile(doomed.id);
          await refresh();
        }}
      />
    </Card>
  );
}

function columnsOf(onDelete: ((file: ModelFile) => void) | null): Column<ModelFile>[] {
  return [
    {
      id: "name",
      header: t("Name"),
      value: (file) => file.name,
      cell: (file) => (
        <span className="row">
          <code>{file.name}</code>
          {file.name === "model-latest" && <Chip tone="ok">{t("Served")}</Chip>}
        </span>
      ),
    },
    { id: "filename", header: t("Filename"), cell: (file) => file.filename },
    { id: "created", header: t("Added"), cell: (file) => formatAgo(file.created_at) },
    {
      id: "acts",
      header: t("Actions"),
      isHeaderHidden: true,
      align: "end",
      width: 80,
      cell: (file) => (
        <FileActs
          name={file.name}
          filename={file.filename}
          url={file.presigned_url}
          onDelete={onDelete ? () => onDelete(file) : undefined}
        />
      ),
    },
  ];
}
