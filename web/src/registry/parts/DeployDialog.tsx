// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { NumberInput, Radio, Select, TextInput } from "@/ui/kit";
import { showSuccess } from "@/ui/toast";
import { type DeployInput, datalakesQuery, deploy, type ModelVersion } from "../api";

type Mode = "serving" | "monitoring";

export interface DeployDialogProps {
  version: ModelVersion;
  isOpen: boolean;
  onClose: () => void;
}

/** Name, threshold, target datalake, and who runs the model (DP-01…DP-05). */
export function DeployDialog({ version, isOpen, onClose }: DeployDialogProps) {
  const session = useSession();
  const navigate = useNavigate();
  const lakes = useQuery({ ...datalakesQuery(session.organization.id), enabled: isOpen });
  const [name, setName] = useState("");
  const [mode, setMode] = useState<Mode>(version.deployable ? "serving" : "monitoring");
  const [threshold, setThreshold] = useState<number | string>(0.25);
  const [lakeId, setLakeId] = useState<string | null>(null);
  const isClassification = version.type === "CLASSIFICATION";
  const target = lakeId ?? lakes.data?.items[0]?.id ?? null;
  const submit = async () => {
    const input: DeployInput = { model_version_id: version.id };
    if (name.trim()) input.name = name.trim();
    if (!isClassification) input.min_threshold = Number(threshold) || 0;
    if (target) input.target_datalake_id = target;
    if (mode === "monitoring") input.disable_serving = true;
    const made = await deploy(session.organization.id, input);
    showSuccess(t("Deployed as {name}", { name: made.name }));
    await navigate({ to: "/deployments/$deploymentId", params: { deploymentId: made.id } });
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("Deploy {name}", { name: version.name })}
      submitLabel={t("Deploy")}
      onSubmit={submit}
    >
      <TextInput
        label={t("Name")}
        placeholder={t("Left empty: a name is made")}
        value={name}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group
        label={t("Where the model runs")}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
      >
        <div className="stack" style={{ paddingBlockStart: 4 }}>
          <Radio
            value="serving"
            disabled={!version.deployable}
            label={t("On the platform")}
            description={
              version.deployable
                ? t("Predictions are made and watched here")
                : t("Needs a file named model-latest in ONNX form")
            }
          />
          <Radio
            value="monitoring"
            label={t("Monitoring only")}
            description={t("Your own infrastructure predicts and reports here")}
          />
        </div>
      </Radio.Group>
      {!isClassification && (
        <NumberInput
          label={t("Confidence threshold")}
          description={t("Shapes below it are dropped")}
          min={0}
          max={1}
          step={0.05}
          decimalScale={3}
          value={threshold}
          onChange={setThreshold}
        />
      )}
      <Select
        label={t("Target datalake")}
        description={t("Predicted images are stored in it")}
        allowDeselect={false}
        value={target}
        onChange={setLakeId}
        data={(lakes.data?.items ?? []).map((lake) => ({ value: lake.id, label: lake.name }))}
      />
    </FormDialog>
  );
}
