// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import type { ConstraintSet } from "@/registry";
import { FormDialog } from "@/ui/FormDialog";
import { Select } from "@/ui/kit";
import type { DatasetVersion } from "../api";
import { versionName } from "./VersionSelect";

export interface ConstraintDialogProps {
  isOpen: boolean;
  onClose: () => void;
  sets: readonly ConstraintSet[];
  versions: readonly DatasetVersion[];
  onAttach: (chosen: { alias: string; version: DatasetVersion }[]) => void;
}

/** The base fixes how many dataset versions there are and their aliases (EX-12). */
export function ConstraintDialog(props: ConstraintDialogProps) {
  const { isOpen, onClose, sets, versions, onAttach } = props;
  const [setName, setSetName] = useState<string | null>(sets[0]?.name ?? null);
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const set = sets.find((one) => one.name === setName) ?? sets[0];
  const aliases = set?.aliases ?? [];
  const filled = aliases.flatMap((alias) => {
    const version = versions.find((one) => one.id === chosen[alias]);
    return version ? [{ alias, version }] : [];
  });
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("Attach dataset versions")}
      submitLabel={t("Attach")}
      isDisabled={aliases.length === 0 || filled.length < aliases.length}
      onSubmit={async () => onAttach(filled)}
    >
      <p className="quiet small">
        {t("The base model says which dataset versions its training script takes")}
      </p>
      <Select
        label={t("Constraint")}
        allowDeselect={false}
        value={set?.name ?? null}
        onChange={(name) => {
          setSetName(name);
          setChosen({});
        }}
        data={sets.map((one) => ({
          value: one.name,
          label: `${one.name} (${one.aliases.join(", ")})`,
        }))}
      />
      {aliases.map((alias) => (
        <Select
          key={alias}
          label={alias}
          placeholder={t("Choose a dataset version of the project")}
          nothingFoundMessage={t("No dataset version of the project fits")}
          searchable
          value={chosen[alias] ?? null}
          onChange={(id) => setChosen({ ...chosen, [alias]: id ?? "" })}
          data={versions.map((one) => ({ value: one.id, label: versionName(one) }))}
        />
      ))}
    </FormDialog>
  );
}
