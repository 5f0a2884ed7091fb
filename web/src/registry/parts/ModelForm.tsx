// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { Select, Textarea, TextInput } from "@/ui/kit";
import { FRAMEWORKS, type ModelInput, TYPES, typeWord, type VersionInput } from "../api";

export interface ModelFormProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  submitLabel: string;
  initial?: ModelInput;
  onSubmit: (input: ModelInput) => Promise<unknown>;
}

/** Name and description of a model or version. */
export function ModelForm(props: ModelFormProps) {
  const [name, setName] = useState(props.initial?.name ?? "");
  const [description, setDescription] = useState(props.initial?.description ?? "");
  return (
    <FormDialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      submitLabel={props.submitLabel}
      isDisabled={name.trim() === ""}
      onSubmit={() => props.onSubmit({ name: name.trim(), description })}
    >
      <TextInput
        label={t("Name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t("Description")}
        autosize
        minRows={3}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

export interface VersionFormProps {
  isOpen: boolean;
  onClose: () => void;
  onSubmit: (input: VersionInput) => Promise<unknown>;
}

/** A version made by hand: name, type, framework and labels (MR-05). */
export function VersionForm({ isOpen, onClose, onSubmit }: VersionFormProps) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState<string | null>("OBJECT_DETECTION");
  const [framework, setFramework] = useState<string | null>("ONNX");
  const [labels, setLabels] = useState("");
  const submit = () => {
    const names = labels
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    const input: VersionInput = { name: name.trim(), description };
    if (type) input.type = type;
    if (framework) input.framework = framework;
    if (names.length > 0) {
      input.labels = Object.fromEntries(names.map((label, index) => [String(index), label]));
    }
    return onSubmit(input);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("New version")}
      submitLabel={t("Create")}
      isDisabled={name.trim() === ""}
      onSubmit={submit}
    >
      <TextInput
        label={t("Name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="row">
        <Select
          className="grow"
          label={t("Inference type")}
          allowDeselect={false}
          value={type}
          onChange={setType}
          data={TYPES.map((value) => ({ value, label: typeWord(value) }))}
        />
        <Select
          className="grow"
          label={t("Framework")}
          allowDeselect={false}
          value={framework}
          onChange={setFramework}
          data={FRAMEWORKS.map((value) => ({ value, label: typeWord(value) }))}
        />
      </div>
      <Textarea
        label={t("Labels")}
        description={t("One per line, in the order of the model's classes")}
        autosize
        minRows={3}
        value={labels}
        onChange={(event) => setLabels(event.currentTarget.value)}
      />
      <Textarea
        label={t("Description")}
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
