// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Textarea, TextInput } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";

/** Name and description of an object, saved together. */
export function General(props: {
  name: string;
  description: string;
  isReadOnly?: boolean;
  children?: ReactNode;
  onSave: (name: string, description: string) => Promise<unknown>;
}) {
  const [name, setName] = useState(props.name);
  const [description, setDescription] = useState(props.description);
  const [error, setError] = useState<unknown>(null);
  const isChanged = name !== props.name || description !== props.description;
  const save = async () => {
    setError(null);
    try {
      await props.onSave(name.trim(), description);
      showSuccess(t("Saved"));
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Card title={t("General")}>
      <form
        className="stack form-narrow"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t("Name")}
          value={name}
          disabled={props.isReadOnly ?? false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t("Description")}
          autosize
          minRows={2}
          value={description}
          disabled={props.isReadOnly ?? false}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {props.children}
        <ErrorState error={error} />
        <div className="row">
          <Button type="submit" disabled={!isChanged || !name.trim()}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
