// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { datalakesQuery } from "@/registry";
import { Button, NumberInput, Select, TextInput } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { changeDeployment, type Deployment } from "../api";

interface Values {
  name: string;
  threshold: number | string;
  rate: number | string;
  lakeId: string;
}

/** Name, threshold, share of stored images and target datalake. */
export function GeneralForm({ deployment }: { deployment: Deployment }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const [values, setValues] = useState<Values>({
    name: deployment.name,
    threshold: deployment.min_threshold,
    rate: deployment.sample_rate,
    lakeId: deployment.target_datalake_id,
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void submit.run(async () => {
      await changeDeployment(deployment.id, {
        name: values.name.trim(),
        min_threshold: Number(values.threshold) || 0,
        sample_rate: Number(values.rate),
        target_datalake_id: values.lakeId,
      });
      showSuccess(t("Settings saved"));
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  };
  return (
    <Card title={t("General")}>
      <form className="stack" onSubmit={save}>
        <Fields values={values} onChange={(part) => setValues({ ...values, ...part })} />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button type="submit" loading={submit.isBusy} disabled={values.name.trim() === ""}>
            {t("Save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Fields(props: { values: Values; onChange: (part: Partial<Values>) => void }) {
  const { values, onChange } = props;
  const session = useSession();
  const lakes = useQuery(datalakesQuery(session.organization.id));
  const share = { min: 0, max: 1, decimalScale: 3 };
  return (
    <>
      <TextInput
        label={t("Name")}
        required
        value={values.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NumberInput
        {...share}
        label={t("Confidence threshold")}
        description={t("Shapes below it are dropped from now on")}
        step={0.05}
        value={values.threshold}
        onChange={(threshold) => onChange({ threshold })}
      />
      <NumberInput
        {...share}
        label={t("Share of images stored")}
        description={t("Metrics cover all predictions, whatever is stored")}
        step={0.1}
        value={values.rate}
        onChange={(rate) => onChange({ rate })}
      />
      <Select
        label={t("Target datalake")}
        allowDeselect={false}
        value={values.lakeId}
        onChange={(lakeId) => lakeId && onChange({ lakeId })}
        data={(lakes.data?.items ?? []).map((lake) => ({ value: lake.id, label: lake.name }))}
      />
    </>
  );
}
