// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient } from "@/kernel/api/query";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { NameList } from "@/ui/NameList";
import { Card } from "@/ui/Stat";
import { LabelChip } from "@/ui/Status";
import { ErrorState, Loaded } from "@/ui/states";
import {
  assetTagsQuery,
  createAssetTag,
  createLabel,
  type DetectionType,
  deleteLabel,
  deleteTag,
  deleteVersion,
  renameLabel,
  renameTag,
  updateVersion,
  type Version,
  versionQuery,
} from "../api";
import { General } from "../parts/General";
import { TypeSelect } from "../parts/TypeSelect";
import { VersionFrame } from "../parts/VersionFrame";

const route = getRouteApi("/signed-in/datasets/$datasetId/$versionId/settings");
const refresh = () => queryClient.invalidateQueries({ queryKey: ["dataset_version"] });

/** Name, type, labels, asset tags and end of a version (DS-04, DS-09, DS-10, DS-13). */
export function VersionSettingsPage() {
  const { datasetId, versionId } = route.useParams();
  const query = useQuery(versionQuery(versionId));
  return (
    <VersionFrame datasetId={datasetId} versionId={versionId}>
      <Loaded query={query}>
        {(version) => (
          <div className="settings">
            <General
              key={version.id}
              name={version.version}
              description={version.description}
              isReadOnly={version.locked}
              onSave={(name, description) =>
                updateVersion(version.id, { version: name, description }).then(refresh)
              }
            />
            <Labels version={version} />
            <AssetTags version={version} />
            <Removal version={version} datasetId={datasetId} />
          </div>
        )}
      </Loaded>
    </VersionFrame>
  );
}

function Labels({ version }: { version: Version }) {
  const [error, setError] = useState<unknown>(null);
  const labels = version.labels ?? [];
  const setType = async (type: DetectionType) => {
    setError(null);
    try {
      await updateVersion(version.id, { type });
      await refresh();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Card title={t("Labels")}>
      <div className="stack form-narrow">
        <TypeSelect
          value={version.type}
          onChange={(type) => void setType(type)}
          isDisabled={version.locked}
          hint={t("Can be changed while there is no label")}
        />
        <ErrorState error={error} />
        <NameList
          items={labels}
          word={t("Label")}
          isReadOnly={version.locked}
          empty={<span className="faint">{t("No labels yet")}</span>}
          show={(label) => <LabelChip name={label.name} colorIndex={label.color_index} />}
          extra={(label) => (
            <span className="faint small">
              {t("{count, plural, one {# object} other {# objects}}", { count: label.count ?? 0 })}
            </span>
          )}
          onCreate={(name) => createLabel(version.id, name).then(refresh)}
          onRename={(id, name) => renameLabel(id, name).then(refresh)}
          onDelete={(id) => deleteLabel(id).then(refresh)}
          consequence={(label) =>
            t("{count} objects of this label are deleted with it. This cannot be undone.", {
              count: formatCount(label.count ?? 0),
            })
          }
        />
      </div>
    </Card>
  );
}

function AssetTags({ version }: { version: Version }) {
  const query = useQuery(assetTagsQuery(version.id));
  const again = () => query.refetch();
  return (
    <Card title={t("Asset tags")}>
      <Loaded query={query}>
        {({ items }) => (
          <NameList
            items={items}
            word={t("Tag")}
            isReadOnly={version.locked}
            empty={<span className="faint">{t("No tags yet")}</span>}
            onCreate={(name) => createAssetTag(version.id, name).then(again)}
            onRename={(id, name) => renameTag(id, name).then(again)}
            onDelete={(id) => deleteTag(id).then(again)}
            consequence={() => t("It is taken off every asset that carries it.")}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Removal({ version, datasetId }: { version: Version; datasetId: string }) {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Card title={t("Delete")}>
      <div className="row">
        <span className="grow quiet">
          {version.locked
            ? t("Unlock the version before deleting it.")
            : t("Assets, labels and annotations of this version go with it.")}
        </span>
        <Button
          color="red"
          variant="outline"
          disabled={version.locked}
          onClick={() => setDeleting(true)}
        >
          {t("Delete the version…")}
        </Button>
      </div>
      <Confirm
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("Delete version {name}", { name: version.version })}
        typedName={version.version}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteVersion(version.id);
          await navigate({ to: "/datasets/$datasetId", params: { datasetId } });
          await refresh();
        }}
      >
        <p>{t("Its labels and annotations go with it. The data stay in the datalake.")}</p>
      </Confirm>
    </Card>
  );
}
