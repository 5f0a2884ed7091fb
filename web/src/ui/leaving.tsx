// SPDX-License-Identifier: Apache-2.0
import { useBlocker } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { Button, Modal } from "./kit";

export interface LeaveGuardProps {
  /** What the dialog says: the work that is not saved. */
  title: string;
  /** Asked at the moment of leaving: what was drawn last may lie behind it. */
  hasChanges: () => boolean;
  /** False when the server refused. */
  save: () => Promise<boolean>;
  /** Save without asking; the dialog comes only when that fails. */
  savesFirst?: boolean;
}

/** Keep unsaved work when another page opens; the browser asks before it closes the tab. */
export function LeaveGuard({ title, hasChanges, save, savesFirst = false }: LeaveGuardProps) {
  const blocker = useBlocker({
    shouldBlockFn: savesFirst ? async () => hasChanges() && !(await save()) : hasChanges,
    enableBeforeUnload: hasChanges,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  const saveAndGo = async () => {
    if (await save()) blocker.proceed();
    else blocker.reset();
  };
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={title}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <div className="row">
        <Button variant="subtle" color="red" onClick={blocker.proceed}>
          {t("Leave without saving")}
        </Button>
        <span className="grow" />
        <Button variant="default" onClick={blocker.reset}>
          {t("Stay")}
        </Button>
        {!savesFirst && (
          <Button data-autofocus onClick={() => void saveAndGo()}>
            {t("Save and leave")}
          </Button>
        )}
      </div>
    </Modal>
  );
}
