// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useSession } from "@/accounts";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Button, Modal, SegmentedControl, Select, Stack, TextInput } from "@/ui/kit";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import {
  addData,
  createDataset,
  createVersion,
  type DetectionType,
  datasetsQuery,
  versionsQuery,
} from "../api";
import { TypeSelect } from "./TypeSelect";

type Way = "dataset" | "version" | "existing";

export interface AddToDatasetProps {
  isOpen: boolean;
  onClose: () => void;
  dataIds: readonly string[];
}

const FIRST_VERSION = "initial";

/** Put data into a new dataset, a new version or a present version (DL-14). */
export function AddToDataset({ isOpen, onClose, dataIds }: AddToDatasetProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("{count, plural, one {# data item} other {# data items}} into a dataset", {
        count: dataIds.length,
      })}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      {isOpen && <Form onClose={onClose} dataIds={dataIds} />}
    </Modal>
  );
}

function Form({ onClose, dataIds }: { onClose: () => void; dataIds: readonly string[] }) {
  const session = useSession();
  const navigate = useNavigate();
  const organizationId = session.organization.id;
  const datasets = useQuery(datasetsQuery(organizationId));
  const [way, setWay] = useState<Way>("dataset");
  const [datasetId, setDatasetId] = useState<string | null>(null);
  const [versionId, setVersionId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [version, setVersion] = useState(FIRST_VERSION);
  const [type, setType] = useState<DetectionType>("OBJECT_DETECTION");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // what a first try has made is used by the next one
  const begun = useRef<{ name: string; datasetId: string } | null>(null);
  const isReady =
    (way === "dataset" && name.trim() !== "" && version.trim() !== "") ||
    (way === "version" && datasetId !== null && version.trim() !== "") ||
    (way === "existing" && versionId !== null);

  const target = async (): Promise<{ datasetId: string; versionId: string }> => {
    if (way === "existing") return { datasetId: datasetId ?? "", versionId: versionId ?? "" };
    if (way === "dataset" && begun.current?.name !== name.trim()) {
      const made = await createDataset(organizationId, name.trim(), "");
      begun.current = { name: name.trim(), datasetId: made.id };
    }
    const parent = way === "dataset" ? (begun.current?.datasetId ?? "") : (datasetId ?? "");
    const body = { version: version.trim(), description: "", type };
    return { datasetId: parent, versionId: (await createVersion(parent, body)).id };
  };
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      const made = await target();
      const members = await addData(made.versionId, dataIds);
      for (const word of ["dataset", "dataset_version", "asset"]) {
        void queryClient.invalidateQueries({ queryKey: [word] });
      }
      const left = dataIds.length - members;
      showSuccess(
        left > 0
          ? t("{members} data added, {left} without a readable image left out", { members, left })
          : t("{members} data added", { members }),
      );
      onClose();
      await navigate({
        to: "/datasets/$datasetId/$versionId",
        params: made,
        search: {},
      });
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
        if (isReady) void submit();
      }}
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={t("Where to")}
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={[
            { value: "dataset", label: t("New dataset") },
            { value: "version", label: t("New version") },
            { value: "existing", label: t("Existing version") },
          ]}
        />
        {way === "dataset" ? (
          <TextInput
            label={t("Name of the dataset")}
            value={name}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : (
          <Select
            label={t("Dataset")}
            searchable
            value={datasetId}
            onChange={(value) => {
              setDatasetId(value);
              setVersionId(null);
            }}
            data={(datasets.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        {way === "existing" ? (
          <VersionSelect datasetId={datasetId} value={versionId} onChange={setVersionId} />
        ) : (
          <>
            <TextInput
              label={t("Name of the version")}
              value={version}
              onChange={(event) => setVersion(event.currentTarget.value)}
            />
            <TypeSelect value={type} onChange={setType} />
          </>
        )}
        <ErrorState error={error} />
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {way === "existing" ? t("Add") : t("Create")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function VersionSelect(props: {
  datasetId: string | null;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const versions = useQuery({
    ...versionsQuery(props.datasetId ?? ""),
    enabled: props.datasetId !== null,
  });
  return (
    <Select
      label={t("Version")}
      disabled={props.datasetId === null}
      value={props.value}
      onChange={props.onChange}
      data={(versions.data?.items ?? []).map((one) => ({
        value: one.id,
        label: one.locked ? t("{name} (locked)", { name: one.version }) : one.version,
        disabled: one.locked,
      }))}
    />
  );
}
