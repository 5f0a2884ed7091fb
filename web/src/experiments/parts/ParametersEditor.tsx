// SPDX-License-Identifier: Apache-2.0
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button, Select, TextInput } from "@/ui/kit";
import { newRow, type ParameterKind, type ParameterRow, problemOf } from "./parameters";
import "./experiments.css";

const KINDS: readonly { value: ParameterKind; label: string }[] = [
  { value: "number", label: "Number" },
  { value: "text", label: "Text" },
  { value: "boolean", label: "True or false" },
  { value: "json", label: "JSON" },
];

export interface ParametersEditorProps {
  rows: readonly ParameterRow[];
  onChange: (rows: ParameterRow[]) => void;
}

/** Names, types and values of parameters: edit, remove, add (EX-09). */
export function ParametersEditor({ rows, onChange }: ParametersEditorProps) {
  const change = (key: number, part: Partial<ParameterRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <div className="stack">
      {rows.map((row) => (
        <ParameterLine
          key={row.key}
          row={row}
          problem={problemOf(row, rows)}
          onChange={(part) => change(row.key, part)}
          onRemove={() => onChange(rows.filter((other) => other.key !== row.key))}
        />
      ))}
      <div className="row">
        <Button
          variant="default"
          type="button"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, newRow("", "number", "")])}
        >
          {t("Add parameter")}
        </Button>
      </div>
    </div>
  );
}

interface LineProps {
  row: ParameterRow;
  problem: string | null;
  onChange: (part: Partial<ParameterRow>) => void;
  onRemove: () => void;
}

function ParameterLine({ row, problem, onChange, onRemove }: LineProps) {
  const isNameWrong = problem !== null && /name/i.test(problem);
  return (
    <div className="parameter">
      <TextInput
        aria-label={t("Name of the parameter")}
        placeholder={t("Name")}
        value={row.name}
        error={isNameWrong && row.name !== "" ? t(problem) : undefined}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        aria-label={t("Type of {name}", { name: row.name })}
        allowDeselect={false}
        value={row.kind}
        data={KINDS.map((kind) => ({ value: kind.value, label: t(kind.label) }))}
        onChange={(kind) => {
          if (!kind) return;
          onChange({
            kind: kind as ParameterKind,
            ...(kind === "boolean" && row.text !== "true" ? { text: "false" } : {}),
          });
        }}
      />
      {row.kind === "boolean" ? (
        <Select
          aria-label={t("Value of {name}", { name: row.name })}
          allowDeselect={false}
          value={row.text}
          data={["true", "false"]}
          onChange={(text) => text && onChange({ text })}
        />
      ) : (
        <TextInput
          aria-label={t("Value of {name}", { name: row.name })}
          placeholder={t("Value")}
          className="mono-input"
          value={row.text}
          error={problem && !isNameWrong && row.text !== "" ? t(problem) : undefined}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="red"
        size={28}
        aria-label={t("Remove {name}", { name: row.name })}
        onClick={onRemove}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </div>
  );
}
