// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { Textarea, TextInput } from "@/ui/kit";
import type { NameInput } from "../api";

export interface NameFormProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  submitLabel: string;
  initial?: NameInput;
  onSubmit: (input: NameInput) => Promise<unknown>;
}

/** Name and description of a project or experiment. */
export function NameForm(props: NameFormProps) {
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
