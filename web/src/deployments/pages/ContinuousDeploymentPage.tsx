// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Radio } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { type Deployment, setPolicy, switchPolicy } from "../api";
import { Activity } from "../parts/Activity";
import { SettingsFrame } from "../parts/SettingsFrame";
import { usePipelineAct } from "../parts/usePipelineAct";
import { type Pipeline, POLICIES } from "../pipeline";

/** What happens with a model that continuous training made (PL-08). */
export function ContinuousDeploymentPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <PolicyForm deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

interface Props {
  deployment: Deployment;
  pipeline: Pipeline;
}

function PolicyForm({ deployment, pipeline }: Props) {
  const { act, isBusy, error } = usePipelineAct();
  const current = pipeline.continuous_deployment;
  const [policy, setChosen] = useState<string>(current.policy ?? "DEPLOY_SHADOW");
  const told = t("Continuous deployment saved");
  const toggle = (active: boolean) => act(() => switchPolicy(deployment.id, active), told);
  return (
    <Card
      title={t("Continuous deployment")}
      extra={current.is_set_up && <Activity isActive={current.active} onChange={toggle} />}
    >
      <div className="stack">
        {!pipeline.continuous_training.is_set_up && (
          <p className="quiet">{t("Set up continuous training first")}</p>
        )}
        <Policies policy={policy} onChange={setChosen} />
        <ErrorState error={error} />
        <div className="row">
          <Button
            loading={isBusy}
            onClick={() => act(() => setPolicy(deployment.id, policy), told)}
          >
            {current.is_set_up ? t("Save") : t("Save and activate")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Policies(props: { policy: string; onChange: (policy: string) => void }) {
  return (
    <Radio.Group
      label={t("A retrained model is exported as a new version of its model, and then")}
      value={props.policy}
      onChange={props.onChange}
    >
      <div className="stack" style={{ paddingBlockStart: 8 }}>
        {POLICIES.map((one) => (
          <Radio key={one.value} value={one.value} label={t(one.label)} description={t(one.hint)} />
        ))}
      </div>
    </Radio.Group>
  );
}
