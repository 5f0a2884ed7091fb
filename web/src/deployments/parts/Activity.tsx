// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { Switch } from "@/ui/kit";

/** Switches a part of the pipeline on and off. */
export function Activity(props: { isActive: boolean; onChange: (isActive: boolean) => void }) {
  return (
    <Switch
      label={t("Active")}
      checked={props.isActive}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}
