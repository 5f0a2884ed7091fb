// SPDX-License-Identifier: Apache-2.0
import { IconFiles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/accounts";
import { formatBytes } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Button, FileButton, Group, Modal, Stack, TagsInput } from "@/ui/kit";
import { ErrorState } from "@/ui/states";
import { createTag, type Datalake, lakeTagsQuery } from "../api";
import { upload } from "../uploads";

export interface UploadDialogProps {
  lake: Datalake;
  /** Null keeps the dialog closed; dropped files come in here. */
  files: readonly File[] | null;
  onFiles: (files: readonly File[] | null) => void;
}

/** Files and tags of an upload (DL-02). */
export function UploadDialog({ lake, files, onFiles }: UploadDialogProps) {
  const session = useSession();
  const tags = useQuery(lakeTagsQuery(lake.id));
  const [names, setNames] = useState<string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const chosen = files ?? [];
  const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
  const close = () => {
    setError(null);
    onFiles(null);
  };
  const start = async () => {
    try {
      const known = new Map((tags.data?.items ?? []).map((tag) => [tag.name, tag.id]));
      const tagIds: string[] = [];
      for (const name of names) {
        tagIds.push(known.get(name) ?? (await createTag(lake.id, name)).id);
      }
      void upload(session.organization.id, lake, chosen, tagIds);
      close();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Modal
      opened={files !== null}
      onClose={close}
      title={t("Upload to {name}", { name: lake.name })}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <Stack gap="md">
        <Group gap="sm">
          <FileButton multiple onChange={(more) => onFiles([...chosen, ...more])}>
            {(props) => (
              <Button variant="default" leftSection={<IconFiles size={14} />} {...props}>
                {t("Choose files…")}
              </Button>
            )}
          </FileButton>
          <span className="quiet">
            {t("{count, plural, =0 {No files chosen} one {# file} other {# files}}", {
              count: chosen.length,
            })}
            {chosen.length > 0 && ` · ${formatBytes(bytes)}`}
          </span>
        </Group>
        <TagsInput
          label={t("Tags")}
          description={t("Every uploaded item gets them")}
          data={(tags.data?.items ?? []).map((tag) => tag.name)}
          value={names}
          onChange={setNames}
        />
        <ErrorState error={error} />
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={close}>
            {t("Cancel")}
          </Button>
          <Button disabled={chosen.length === 0} onClick={() => void start()}>
            {t("Upload")}
          </Button>
        </div>
      </Stack>
    </Modal>
  );
}
