// SPDX-License-Identifier: Apache-2.0
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { type DatasetVersion, VersionLink, VersionSelect } from "@/experiments";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import {
  attachFeedback,
  type Deployment,
  detachFeedback,
  setUpFeedback,
  switchFeedback,
} from "../api";
import { Activity } from "../parts/Activity";
import { SettingsFrame } from "../parts/SettingsFrame";
import { usePipelineAct } from "../parts/usePipelineAct";
import type { Pipeline } from "../pipeline";

/** Dataset versions that reviewed predictions flow into (PL-03). */
export function FeedbackLoopPage() {
  return (
    <SettingsFrame>
      {(deployment, pipeline) => <FeedbackForm deployment={deployment} pipeline={pipeline} />}
    </SettingsFrame>
  );
}

interface Props {
  deployment: Deployment;
  pipeline: Pipeline;
}

function FeedbackForm({ deployment, pipeline }: Props) {
  const { act, isBusy, error } = usePipelineAct();
  const loop = pipeline.feedback_loop;
  const setUp = async () => {
    if (!loop.is_set_up) await setUpFeedback(deployment.id);
  };
  const toggle = (active: boolean) =>
    act(async () => {
      await setUp();
      await switchFeedback(deployment.id, active);
    });
  const attach = (versionId: string) =>
    act(async () => {
      await setUp();
      await attachFeedback(deployment.id, versionId);
    });
  return (
    <Card title={t("Feedback loop")} extra={<Activity isActive={loop.active} onChange={toggle} />}>
      <div className="stack">
        <p className="quiet">
          {t("Reviewed predictions that you submit are added to one of these dataset versions")}
        </p>
        <Attached
          versions={loop.datasets}
          onDetach={(id) => act(() => detachFeedback(deployment.id, id))}
        />
        <ErrorState error={error} />
        <Attach type={deployment.type} attached={loop.datasets} isBusy={isBusy} onAttach={attach} />
      </div>
    </Card>
  );
}

interface AttachedProps {
  versions: readonly DatasetVersion[];
  onDetach: (versionId: string) => void;
}

function Attached({ versions, onDetach }: AttachedProps) {
  if (versions.length === 0) {
    return <span className="faint">{t("No dataset version attached")}</span>;
  }
  return versions.map((version) => (
    <AttachedLine key={version.id} version={version} onDetach={() => onDetach(version.id)} />
  ));
}

interface AttachProps {
  type: string;
  attached: readonly DatasetVersion[];
  isBusy: boolean;
  onAttach: (versionId: string) => void;
}

function Attach({ type, attached, isBusy, onAttach }: AttachProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const attach = () => {
    if (chosen) onAttach(chosen);
    setChosen(null);
  };
  return (
    <>
      <VersionSelect
        label={t("Attach a dataset version")}
        type={type}
        without={attached.map((one) => one.id)}
        value={chosen}
        onChange={setChosen}
      />
      <div className="row">
        <Button disabled={chosen === null} loading={isBusy} onClick={attach}>
          {t("Attach")}
        </Button>
      </div>
    </>
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
