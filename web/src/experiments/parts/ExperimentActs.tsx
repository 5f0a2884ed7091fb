// SPDX-License-Identifier: Apache-2.0
import { IconBox, IconDots, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { killJob } from "@/jobs";
import { t } from "@/kernel/i18n/i18n";
import { modelsQuery } from "@/registry";
import { Confirm } from "@/ui/Confirm";
import { FormDialog } from "@/ui/FormDialog";
import { ActionIcon, Button, Menu, NumberInput, Radio, Select, TextInput } from "@/ui/kit";
import { showSuccess } from "@/ui/toast";
import {
  ACTIVE,
  changeExperiment,
  deleteExperiments,
  launch,
  type Overview,
  publishNew,
  publishVersion,
} from "../api";
import { NameForm } from "./NameForm";

type Open = "launch" | "stop" | "export" | "edit" | "delete" | null;

/** Launch or stop, export as a model, edit and delete (XO-01, TR-01, XE-01). */
export function ExperimentActs({ experiment }: { experiment: Overview }) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const isActive = experiment.job !== null && ACTIVE.has(experiment.job.status);
  const isTrained = experiment.status === "SUCCESS";
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label={t("More")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("edit")}>{t("Edit…")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen("delete")}>
            {t("Delete…")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isActive ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={14} />}
          onClick={() => setOpen("stop")}
        >
          {t("Stop…")}
        </Button>
      ) : (
        <Button
          variant={isTrained ? "default" : "filled"}
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() => setOpen("launch")}
        >
          {t("Launch…")}
        </Button>
      )}
      <Button
        variant={isTrained ? "filled" : "default"}
        leftSection={<IconBox size={14} />}
        onClick={() => setOpen("export")}
      >
        {t("Export as model…")}
      </Button>
      {open === "launch" && <LaunchDialog experiment={experiment} onClose={close} />}
      {open === "export" && <ExportDialog experiment={experiment} onClose={close} />}
      {open !== null && <OtherDialogs experiment={experiment} open={open} onClose={close} />}
    </>
  );
}

interface DialogProps {
  experiment: Overview;
  onClose: () => void;
}

function LaunchDialog({ experiment, onClose }: DialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [gpus, setGpus] = useState<number | string>(0);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={t("Launch {name}", { name: experiment.name })}
      submitLabel={t("Launch")}
      isDisabled={!experiment.launchable}
      onSubmit={async () => {
        await launch(experiment.id, Number(gpus) || 0);
        showSuccess(t("The training is queued"));
        await queryClient.invalidateQueries({ queryKey: ["experiment"] });
        await navigate({
          to: "/experiments/$experimentId/job",
          params: { experimentId: experiment.id },
        });
      }}
    >
      <p className="quiet">
        {experiment.launchable
          ? t("The training runs on the platform with the parameters and datasets shown here")
          : t("Nothing to launch: the experiment has no base with a training script or image")}
      </p>
      {experiment.launchable && (
        <NumberInput label={t("GPUs")} min={0} max={64} value={gpus} onChange={setGpus} />
      )}
    </FormDialog>
  );
}

function ExportDialog({ experiment, onClose }: DialogProps) {
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const models = useQuery(modelsQuery(session.organization.id, false));
  const [target, setTarget] = useState("new");
  const [name, setName] = useState(experiment.name);
  const [modelId, setModelId] = useState<string | null>(null);
  const submit = async () => {
    const made =
      target === "new"
        ? await publishNew(experiment.id, name.trim())
        : await publishVersion(experiment.id, modelId ?? "");
    showSuccess(t("Exported as {name} v{version}", { name: made.name, version: made.version }));
    await queryClient.invalidateQueries({ queryKey: ["model"] });
    await navigate({ to: "/models/versions/$versionId", params: { versionId: made.id } });
  };
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={t("Export as a model")}
      submitLabel={t("Export")}
      isDisabled={target === "new" ? name.trim() === "" : modelId === null}
      onSubmit={submit}
    >
      <Radio.Group value={target} onChange={setTarget} aria-label={t("Target")}>
        <div className="stack">
          <Radio value="new" label={t("A new model")} />
          <Radio value="version" label={t("A new version of a model")} />
        </div>
      </Radio.Group>
      {target === "new" ? (
        <TextInput
          label={t("Name of the model")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : (
        <Select
          label={t("Model")}
          searchable
          value={modelId}
          onChange={setModelId}
          nothingFoundMessage={t("No model here")}
          data={(models.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
    </FormDialog>
  );
}

function OtherDialogs({ experiment, open, onClose }: DialogProps & { open: Open }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["experiment"] });
  if (open === "edit") {
    return (
      <NameForm
        isOpen
        onClose={onClose}
        title={t("Edit {name}", { name: experiment.name })}
        submitLabel={t("Save")}
        initial={experiment}
        onSubmit={async (input) => {
          await changeExperiment(experiment.id, input);
          await refresh();
        }}
      />
    );
  }
  return (
    <>
      <Confirm
        isOpen={open === "stop"}
        onClose={onClose}
        title={t("Stop the training of {name}", { name: experiment.name })}
        confirmLabel={t("Stop")}
        onConfirm={async () => {
          if (experiment.job) await killJob(experiment.job.id);
          await refresh();
        }}
      />
      <Confirm
        isOpen={open === "delete"}
        onClose={onClose}
        title={t("Delete experiment {name}", { name: experiment.name })}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteExperiments(experiment.project_id, [experiment.id]);
          await navigate({
            to: "/projects/$projectId",
            params: { projectId: experiment.project_id },
            search: {},
          });
          await refresh();
        }}
      >
        <p>{t("Its logs, artifacts and evaluations go with it")}</p>
      </Confirm>
    </>
  );
}
