// SPDX-License-Identifier: Apache-2.0
import type { Attachment } from "@/experiments";
import type { Parameters } from "@/registry";
import { attachTraining, detachTraining, setTraining, switchTraining } from "../api";
import type { ContinuousTraining } from "../pipeline";
import type { Target } from "./TrainingTarget";
import type { Trigger } from "./TrainingTrigger";

/** Store continuous training with its dataset versions and switch it on. */
export async function saveTraining(
  deploymentId: string,
  current: ContinuousTraining,
  target: Target,
  parameters: Parameters,
  trigger: Trigger,
): Promise<void> {
  if (target.projectId === null) return;
  await setTraining(deploymentId, {
    project_id: target.projectId,
    training_type: "EXPERIMENT",
    experiment_parameters: parameters,
    trigger: trigger.kind,
    ...(trigger.kind === "FEEDBACK_LOOP" ? { threshold: Number(trigger.threshold) } : {}),
  });
  await replaceDatasets(deploymentId, current.datasets, target.attached);
  await switchTraining(deploymentId, true);
}

async function replaceDatasets(
  deploymentId: string,
  before: ContinuousTraining["datasets"],
  after: readonly Attachment[],
): Promise<void> {
  const isSame = (old: (typeof before)[number], one: Attachment) =>
    old.alias === one.alias && old.dataset_version.id === one.version.id;
  const gone = before.filter((old) => !after.some((one) => isSame(old, one)));
  if (gone.length > 0) {
    const ids = gone.map((old) => old.dataset_version.id);
    await detachTraining(deploymentId, ids);
  }
  for (const one of after) {
    if (before.some((old) => isSame(old, one))) continue;
    await attachTraining(deploymentId, one.version.id, one.alias);
  }
}
