// SPDX-License-Identifier: Apache-2.0
import { IconBox, IconFlask, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { ModelPicker, type ModelVersion, typesFit, typeWord } from "@/registry";
import { ChoiceList } from "@/ui/ChoiceList";
import { FormDialog } from "@/ui/FormDialog";
import { ActionIcon, Button } from "@/ui/kit";
import { Chip, StatusChip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { type Experiment, experimentsQuery } from "../api";

export type Base =
  | { kind: "model"; version: ModelVersion }
  | { kind: "experiment"; experiment: Experiment };

export interface BasePartProps {
  projectId: string;
  type: string;
  base: Base | null;
  onChange: (base: Base | null) => void;
}

/** Base architecture: a model version, an experiment of the project, or none (EX-05…EX-08). */
export function BasePart({ projectId, type, base, onChange }: BasePartProps) {
  const [open, setOpen] = useState<"model" | "experiment" | null>(null);
  return (
    <div className="stack">
      {base ? (
        <div className="row">
          <BaseName base={base} />
          <ActionIcon
            className="spread"
            variant="subtle"
            aria-label={t("Detach the base")}
            onClick={() => onChange(null)}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ) : (
        <span className="faint">
          {t("Optional: files, parameters, labels and the training script are taken from it")}
        </span>
      )}
      <div className="row">
        <Button
          variant="default"
          type="button"
          leftSection={<IconBox size={14} />}
          onClick={() => setOpen("model")}
        >
          {t("Attach a model…")}
        </Button>
        <Button
          variant="default"
          type="button"
          leftSection={<IconFlask size={14} />}
          onClick={() => setOpen("experiment")}
        >
          {t("Attach an experiment…")}
        </Button>
      </div>
      {open === "model" && (
        <ModelPicker
          isOpen
          onClose={() => setOpen(null)}
          type={type}
          onPick={(version) => onChange({ kind: "model", version })}
        />
      )}
      {open === "experiment" && (
        <ExperimentPicker
          projectId={projectId}
          type={type}
          onClose={() => setOpen(null)}
          onPick={(experiment) => onChange({ kind: "experiment", experiment })}
        />
      )}
    </div>
  );
}

function BaseName({ base }: { base: Base }) {
  if (base.kind === "experiment") {
    return (
      <>
        <IconFlask size={16} aria-hidden />
        <strong>{base.experiment.name}</strong>
        <Chip>{typeWord(base.experiment.type)}</Chip>
      </>
    );
  }
  const { version } = base;
  return (
    <>
      <IconBox size={16} aria-hidden />
      <strong>{`${version.origin.name} / ${version.name} v${version.version}`}</strong>
      <Chip>{version.origin.private ? t("Private") : t("Public")}</Chip>
      <Chip>{typeWord(version.type)}</Chip>
      <Chip>{typeWord(version.framework)}</Chip>
    </>
  );
}

interface ExperimentPickerProps {
  projectId: string;
  type: string;
  onClose: () => void;
  onPick: (experiment: Experiment) => void;
}

function ExperimentPicker({ projectId, type, onClose, onPick }: ExperimentPickerProps) {
  const query = useQuery(experimentsQuery(projectId));
  const [chosen, setChosen] = useState<Experiment | null>(null);
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={t("Attach an experiment")}
      size="lg"
      submitLabel={t("Select")}
      isDisabled={chosen === null}
      onSubmit={async () => chosen && onPick(chosen)}
    >
      <Loaded query={query}>
        {(page) => (
          <ChoiceList
            label={t("Experiments of the project")}
            items={page.items.filter((one) => typesFit(one.type, type))}
            chosenId={chosen?.id}
            onChoose={setChosen}
            empty={<EmptyState title={t("No experiment of this project fits the type")} />}
          >
            {(one) => (
              <span className="row">
                <strong>{one.name}</strong>
                <StatusChip status={one.status} />
                <Chip>{typeWord(one.type)}</Chip>
              </span>
            )}
          </ChoiceList>
        )}
      </Loaded>
    </FormDialog>
  );
}
