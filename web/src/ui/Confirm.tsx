// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Modal, TextInput } from "./kit";
import { ErrorState } from "./states";

export interface ConfirmProps {
  isOpen: boolean;
  onClose: () => void;
  /** The outcome: "Delete dataset version v3". */
  title: string;
  children?: ReactNode;
  /** When given, this text must be typed first. */
  typedName?: string;
  confirmLabel: string;
  onConfirm: () => Promise<unknown>;
}

/** Ask before what cannot be undone; a refusal of the server stays in the dialog. */
export function Confirm(props: ConfirmProps) {
  const { isOpen, onClose, title, children, typedName, confirmLabel, onConfirm } = props;
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = () => {
    setTyped("");
    setError(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <div className="stack">
        {children}
        {typedName !== undefined && (
          <TextInput
            label={t("Type {name} to confirm", { name: typedName })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <ErrorState error={error} />
        <div className="row">
          <span className="grow" />
          <Button variant="default" onClick={close}>
            {t("Cancel")}
          </Button>
          <Button
            color="red"
            loading={isBusy}
            disabled={typedName !== undefined && typed !== typedName}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
