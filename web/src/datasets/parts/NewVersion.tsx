// SPDX-License-Identifier: Apache-2.0
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Button, Checkbox, Modal, Stack, Textarea, TextInput } from "@/ui/kit";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { createVersion, type DetectionType, forkVersion, type Version } from "../api";
import { TypeSelect } from "./TypeSelect";

export interface NewVersionProps {
  datasetId: string;
  isOpen: boolean;
  onClose: () => void;
  /** The version to fork; without it the new version is empty. */
  parent?: Version;
  /** Only these assets of the parent; all when empty. */
  assetIds?: readonly string[];
}

/** An empty version, or a fork of one with all or selected assets (DS-17). */
export function NewVersion(props: NewVersionProps) {
  const { parent, assetIds = [] } = props;
  const title = !parent
    ? t("New version")
    : assetIds.length > 0
      ? t("New version from {count} assets of {name}", {
          count: assetIds.length,
          name: parent.version,
        })
      : t("New version from {name}", { name: parent.version });
  return (
    <Modal
      opened={props.isOpen}
      onClose={props.onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      {props.isOpen && <Form {...props} />}
    </Modal>
  );
}

function Form({ datasetId, onClose, parent, assetIds = [] }: NewVersionProps) {
  const navigate = useNavigate();
  const [version, setVersion] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState((parent?.type ?? "OBJECT_DETECTION") as DetectionType);
  const [withLabels, setLabels] = useState(true);
  const [withAnnotations, setAnnotations] = useState(true);
  const [withTags, setTags] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const make = async (): Promise<Version> => {
    const body = { version: version.trim(), description, type };
    if (!parent) return createVersion(datasetId, body);
    const made = await forkVersion(datasetId, {
      ...body,
      parent_id: parent.id,
      with_labels: withLabels || withAnnotations,
      with_annotations: withAnnotations,
      with_tags: withTags,
      ...(assetIds.length > 0 ? { asset_ids: assetIds } : {}),
    });
    return made.dataset_version;
  };
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      const made = await make();
      void queryClient.invalidateQueries({ queryKey: ["dataset_version"] });
      void queryClient.invalidateQueries({ queryKey: ["dataset"] });
      showSuccess(t("Version {name} made", { name: made.version }));
      onClose();
      const params = { datasetId, versionId: made.id };
      await navigate({ to: "/datasets/$datasetId/$versionId", params, search: {} });
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("Name of the version")}
          value={version}
          data-autofocus
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
        <Textarea
          label={t("Description")}
          value={description}
          autosize
          minRows={2}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {parent ? (
          <>
            <Checkbox
              label={t("With labels")}
              checked={withLabels || withAnnotations}
              disabled={withAnnotations}
              onChange={(event) => setLabels(event.currentTarget.checked)}
            />
            <Checkbox
              label={t("With annotations")}
              checked={withAnnotations}
              onChange={(event) => setAnnotations(event.currentTarget.checked)}
            />
            <Checkbox
              label={t("With asset tags")}
              checked={withTags}
              onChange={(event) => setTags(event.currentTarget.checked)}
            />
          </>
        ) : (
          <TypeSelect value={type} onChange={setType} />
        )}
        <ErrorState error={error} />
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!version.trim()}>
            {t("Create")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
