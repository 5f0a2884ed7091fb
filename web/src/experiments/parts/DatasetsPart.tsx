// SPDX-License-Identifier: Apache-2.0
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import type { ConstraintSet } from "@/registry";
import { ActionIcon, Button } from "@/ui/kit";
import { Chip } from "@/ui/Status";
import type { DatasetVersion } from "../api";
import { AttachDialog } from "./AttachDialog";
import { ConstraintDialog } from "./ConstraintDialog";
import { versionName } from "./VersionSelect";

export interface Attachment {
  alias: string;
  version: DatasetVersion;
}

export interface DatasetsPartProps {
  attached: readonly Attachment[];
  onChange: (attached: Attachment[]) => void;
  /** Versions that may be picked. */
  versions: readonly DatasetVersion[];
  /** Constraint sets of the base; none leaves count and aliases free. */
  constraints: readonly ConstraintSet[];
}

/** Attached dataset versions with their aliases, and the dialog that the base asks for. */
export function DatasetsPart({ attached, onChange, versions, constraints }: DatasetsPartProps) {
  const [isOpen, setOpen] = useState(false);
  const isConstrained = constraints.length > 0;
  const close = () => setOpen(false);
  return (
    <div className="stack">
      {attached.length === 0 && (
        <span className="faint">
          {isConstrained
            ? t("The base asks for {aliases}", {
                aliases: constraints.map((set) => set.aliases.join(" + ")).join(", "),
              })
            : t("No dataset version attached yet")}
        </span>
      )}
      {attached.map((one) => (
        <AttachedLine
          key={one.alias}
          attachment={one}
          onDetach={() => onChange(attached.filter((other) => other.alias !== one.alias))}
        />
      ))}
      <div className="row">
        <Button
          variant="default"
          type="button"
          leftSection={<IconPlus size={14} />}
          onClick={() => setOpen(true)}
        >
          {t("Attach dataset versions…")}
        </Button>
      </div>
      {isOpen && isConstrained && (
        <ConstraintDialog
          isOpen
          onClose={close}
          sets={constraints}
          versions={versions}
          onAttach={onChange}
        />
      )}
      {isOpen && !isConstrained && (
        <AttachDialog
          isOpen
          onClose={close}
          versions={versions}
          taken={attached.map((one) => one.alias)}
          onAttach={(chosen) => onChange([...attached, ...chosen])}
        />
      )}
    </div>
  );
}

function AttachedLine(props: { attachment: Attachment; onDetach: () => void }) {
  const { attachment, onDetach } = props;
  return (
    <div className="row">
      <Chip tone="accent">{attachment.alias}</Chip>
      <span className="truncate">{versionName(attachment.version)}</span>
      {attachment.version.asset_count != null && (
        <span className="faint small">
          {t("{count, plural, one {# image} other {# images}}", {
            count: attachment.version.asset_count,
          })}
        </span>
      )}
      <ActionIcon
        className="spread"
        variant="subtle"
        color="red"
        aria-label={t("Detach {name}", { name: attachment.alias })}
        onClick={onDetach}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </div>
  );
}
