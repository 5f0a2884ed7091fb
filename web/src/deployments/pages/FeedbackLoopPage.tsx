// SPDX-License-Identifier: Apache-2.0
import { IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type DatasetVersion, VersionLink, VersionSelect } from "@/experiments";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button, Switch } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { useSubmit } from "@/ui/useSubmit";
import {
  attachFeedback,
  type Deployment,
  detachFeedback,
  setUpFeedback,
  switchFeedback,
} from "../api";
import { SettingsFrame } from "../parts/SettingsFrame";
import type { Pipeline } from "../pipeline";

/** Dataset versions that reviewed predictions flow into (PL-03). */
export function FeedbackLoopPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <FeedbackForm deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

function FeedbackForm({ deployment, pipeline }: { deployment: Deployment; pipeline: Pipeline }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const [chosen, setChosen] = useState<string | null>(null);
  const loop = pipeline.feedback_loop;
  const attached = loop.datasets;
  const act = (run: () => Promise<unknown>) =>
    submit.run(async () => {
      await run();
      await queryClient.invalidateQueries({ queryKey: ["pipeline"] });
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  const attach = () =>
    void act(async () => {
      if (!chosen) return;
      if (!loop.is_set_up) await setUpFeedback(deployment.id);
      await attachFeedback(deployment.id, chosen);
      setChosen(null);
    });
  const toggle = (active: boolean) =>
    void act(async () => {
      if (!loop.is_set_up) await setUpFeedback(deployment.id);
      await switchFeedback(deployment.id, active);
    });
  return (
    <Card
      title={t("Feedback loop")}
      extra={
        <Switch
          label={t("Active")}
          checked={loop.active}
          onChange={(event) => toggle(event.currentTarget.checked)}
        />
      }
    >
      <div className="stack">
        <p className="quiet">
          {t("Reviewed predictions that you submit are added to one of these dataset versions")}
        </p>
        {attached.length === 0 && <span className="faint">{t("No dataset version attached")}</span>}
        {attached.map((version) => (
          <AttachedLine
            key={version.id}
            version={version}
            onDetach={() => void act(() => detachFeedback(deployment.id, version.id))}
          />
        ))}
        <VersionSelect
          label={t("Attach a dataset version")}
          type={deployment.type}
          without={attached.map((one) => one.id)}
          value={chosen}
          onChange={setChosen}
        />
        <ErrorState error={submit.error} />
        <div className="row">
          <Button disabled={chosen === null} loading={submit.isBusy} onClick={attach}>
            {t("Attach")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function AttachedLine(props: { version: DatasetVersion; onDetach: () => void }) {
  const name = `${props.version.origin_name} / ${props.version.version}`;
  return (
    <div className="row">
      <span className="grow row">
        <VersionLink version={props.version} />
      </span>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={t("Detach {name}", { name })}
        onClick={props.onDetach}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </div>
  );
}
