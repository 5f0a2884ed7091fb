// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/accounts";
import { type Attachment, DatasetsPart, projectsQuery, projectVersionsQuery } from "@/experiments";
import { t } from "@/kernel/i18n/i18n";
import { type ConstraintSet, typesFit } from "@/registry";
import { Select } from "@/ui/kit";
import { ErrorState } from "@/ui/states";

export interface Target {
  projectId: string | null;
  attached: Attachment[];
}

export interface TrainingTargetProps {
  type: string;
  constraints: readonly ConstraintSet[];
  value: Target;
  onChange: (target: Target) => void;
}

/** The project that the experiments are made in, and their dataset versions with aliases. */
export function TrainingTarget({ type, constraints, value, onChange }: TrainingTargetProps) {
  const session = useSession();
  const projects = useQuery(projectsQuery(session.organization.id));
  const versions = useQuery({
    ...projectVersionsQuery(value.projectId ?? ""),
    enabled: value.projectId !== null,
  });
  return (
    <>
      <Select
        label={t("Project")}
        description={t("The experiments are made in it")}
        searchable
        value={value.projectId}
        onChange={(projectId) => onChange({ projectId, attached: [] })}
        data={(projects.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      />
      <h3>{t("Dataset versions")}</h3>
      <ErrorState error={versions.error} />
      <DatasetsPart
        attached={value.attached}
        onChange={(attached) => onChange({ ...value, attached })}
        versions={(versions.data?.items ?? []).filter((one) => typesFit(one.type, type))}
        constraints={constraints}
      />
    </>
  );
}
