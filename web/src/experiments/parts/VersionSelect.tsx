// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { typesFit } from "@/registry";
import { Select } from "@/ui/kit";
import { type DatasetVersion, versionChoicesQuery } from "../api";

export interface VersionSelectProps {
  label: string;
  description?: string;
  value: string | null;
  onChange: (versionId: string | null, version: DatasetVersion | null) => void;
  /** Only versions of this inference type are offered. */
  type?: string | undefined;
  /** Ids that are not offered. */
  without?: readonly string[];
}

/** Choose one dataset version of the organization by dataset and version name. */
export function VersionSelect(props: VersionSelectProps) {
  const session = useSession();
  const query = useQuery(versionChoicesQuery(session.organization.id));
  const { type, without } = props;
  const versions = (query.data?.items ?? []).filter(
    (one) => !without?.includes(one.id) && (type === undefined || typesFit(type, one.type)),
  );
  return (
    <Select
      label={props.label}
      description={props.description}
      placeholder={query.isPending ? t("Loading…") : t("Choose a dataset version")}
      nothingFoundMessage={t("No dataset version fits")}
      searchable
      clearable
      error={query.error ? query.error.message : undefined}
      value={props.value}
      onChange={(id) => props.onChange(id, versions.find((one) => one.id === id) ?? null)}
      data={versions.map((one) => ({ value: one.id, label: versionName(one) }))}
    />
  );
}

/** "Dataset / version". */
export function versionName(version: DatasetVersion): string {
  return `${version.origin_name} / ${version.version}`;
}
