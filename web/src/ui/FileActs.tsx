// SPDX-License-Identifier: Apache-2.0
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon } from "./kit";

export interface FileActsProps {
  name: string;
  filename: string;
  url: string | null;
  onDelete?: (() => void) | undefined;
}

/** Download and delete at the end of a row of files. */
export function FileActs({ name, filename, url, onDelete }: FileActsProps) {
  return (
    <span className="row" style={{ justifyContent: "end" }}>
      {url && (
        <ActionIcon
          component="a"
          variant="subtle"
          href={url}
          download={filename}
          aria-label={t("Download {name}", { name })}
        >
          <IconDownload size={14} />
        </ActionIcon>
      )}
      {onDelete && (
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={t("Delete {name}", { name })}
          onClick={onDelete}
        >
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </span>
  );
}
