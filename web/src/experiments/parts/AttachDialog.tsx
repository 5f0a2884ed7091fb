// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { Checkbox, TextInput } from "@/ui/kit";
import { EmptyState } from "@/ui/states";
import type { DatasetVersion } from "../api";
import { versionName } from "./VersionSelect";

export interface AttachDialogProps {
  isOpen: boolean;
  onClose: () => void;
  versions: readonly DatasetVersion[];
  /** Aliases already given. */
  taken: readonly string[];
  onAttach: (chosen: { alias: string; version: DatasetVersion }[]) => void;
}

/** One or several dataset versions, each under an alias of its own (EX-10, EX-11). */
export function AttachDialog({ isOpen, onClose, versions, taken, onAttach }: AttachDialogProps) {
  const [aliases, setAliases] = useState<Record<string, string>>({});
  const chosen = versions.flatMap((version) => {
    const alias = aliases[version.id];
    return alias === undefined ? [] : [{ alias: alias.trim(), version }];
  });
  const names = [...taken, ...chosen.map((one) => one.alias)];
  const isWrong = (alias: string) =>
    names.filter((name) => name === alias.trim()).length > 1 ? t("This alias is taken") : undefined;
  const isReady =
    chosen.length > 0 && chosen.every((one) => one.alias !== "" && !isWrong(one.alias));
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("Attach dataset versions")}
      size="lg"
      submitLabel={t("Attach")}
      isDisabled={!isReady}
      onSubmit={async () => onAttach(chosen)}
    >
      <p className="quiet small">
        {t("The alias reaches the training script: it tells train, validation and test apart")}
      </p>
      {versions.length === 0 && (
        <EmptyState
          title={t("No dataset version of the project fits")}
          hint={t("Attach dataset versions to the project first")}
        />
      )}
      {versions.map((version) => {
        const alias = aliases[version.id];
        return (
          <div key={version.id} className="row">
            <Checkbox
              className="grow"
              label={versionName(version)}
              checked={alias !== undefined}
              onChange={(event) => {
                const { [version.id]: _, ...others } = aliases;
                setAliases(event.currentTarget.checked ? { ...others, [version.id]: "" } : others);
              }}
            />
            <TextInput
              aria-label={t("Alias of {name}", { name: versionName(version) })}
              placeholder={t("Alias, such as train")}
              disabled={alias === undefined}
              value={alias ?? ""}
              error={alias ? isWrong(alias) : undefined}
              onChange={(event) =>
                setAliases({ ...aliases, [version.id]: event.currentTarget.value })
              }
            />
          </div>
        );
      })}
    </FormDialog>
  );
}
