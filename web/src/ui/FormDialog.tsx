// SPDX-License-Identifier: Apache-2.0
import type { FormEvent, ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Modal } from "./kit";
import { ErrorState } from "./states";
import { useSubmit } from "./useSubmit";

export interface FormDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  submitLabel: string;
  isDisabled?: boolean;
  size?: number | string;
  onSubmit: () => Promise<unknown>;
  children: ReactNode;
}

/** A small form in a dialog: Enter sends it, a refusal stays in it, success closes it. */
export function FormDialog(props: FormDialogProps) {
  const submit = useSubmit();
  const close = () => {
    submit.clear();
    props.onClose();
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    // a dialog opened from within a form must not send that form too
    event.stopPropagation();
    if (await submit.run(props.onSubmit)) close();
  };
  return (
    <Modal
      opened={props.isOpen}
      onClose={close}
      title={props.title}
      size={props.size ?? "md"}
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <form className="stack" onSubmit={(event) => void send(event)}>
        {props.children}
        <ErrorState error={submit.error} />
        <div className="row">
          <span className="grow" />
          <Button variant="default" type="button" onClick={close}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={submit.isBusy} disabled={props.isDisabled ?? false}>
            {props.submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
