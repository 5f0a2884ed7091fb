// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Radio, Switch } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { type Deployment, setPolicy, switchPolicy } from "../api";
import { SettingsFrame } from "../parts/SettingsFrame";
import { type Pipeline, POLICIES } from "../pipeline";

/** What happens with a model that continuous training made (PL-08). */
export function ContinuousDeploymentPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <PolicyForm deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

function PolicyForm({ deployment, pipeline }: { deployment: Deployment; pipeline: Pipeline }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const current = pipeline.continuous_deployment;
  const [policy, setChosen] = useState<string>(current.policy ?? "DEPLOY_SHADOW");
  const act = (run: () => Promise<unknown>) =>
    void submit.run(async () => {
      await run();
      showSuccess(t("Continuous deployment saved"));
      await queryClient.invalidateQueries({ queryKey: ["pipeline"] });
    });
  return (
    <Card
      title={t("Continuous deployment")}
      extra={
        current.is_set_up && (
          <Switch
            label={t("Active")}
            checked={current.active}
            onChange={(event) => {
              const active = event.currentTarget.checked;
              act(() => switchPolicy(deployment.id, active));
            }}
          />
        )
      }
    >
      <div className="stack">
        {!pipeline.continuous_training.is_set_up && (
          <p className="quiet">{t("Set up continuous training first")}</p>
        )}
        <Radio.Group
          label={t("A retrained model is exported as a new version of its model, and then")}
          value={policy}
          onChange={setChosen}
        >
          <div className="stack" style={{ paddingBlockStart: 8 }}>
            {POLICIES.map((one) => (
              <Radio
                key={one.value}
                value={one.value}
                label={t(one.label)}
                description={t(one.hint)}
              />
            ))}
          </div>
        </Radio.Group>
        <ErrorState error={submit.error} />
        <div className="row">
          <Button
            loading={submit.isBusy}
            onClick={() => act(() => setPolicy(deployment.id, policy))}
          >
            {current.is_set_up ? t("Save") : t("Save and activate")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
