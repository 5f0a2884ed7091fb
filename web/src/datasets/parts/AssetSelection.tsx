// SPDX-License-Identifier: Apache-2.0
import { IconGitFork, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { SelectionSummary } from "@/ui/SelectionSummary";
import type { Selection } from "@/ui/selection";
import { TagMenu } from "@/ui/Tags";
import { showSuccess } from "@/ui/toast";
import { assetTagsQuery, createAssetTag, removeAssets, setTag, type Version } from "../api";
import { NewVersion } from "./NewVersion";

const TYPED_FROM = 1_000;

/** What can be done with the ticked assets of a version (DS-08, DS-13, DS-17). */
export function AssetSelection(props: {
  version: Version;
  selection: Selection;
  count: number;
  onSelectAll: () => void;
}) {
  const { version, selection, count, onSelectAll } = props;
  const tags = useQuery(assetTagsQuery(version.id));
  const [isDeleting, setDeleting] = useState(false);
  const [isForking, setForking] = useState(false);
  const ids = [...selection.ids];
  useActions([
    {
      id: "asset.deselect",
      label: t("Clear the selection"),
      keys: "escape",
      group: t("Asset"),
      isEnabled: () => ids.length > 0,
      run: selection.clear,
    },
  ]);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["asset"] });
  const change = async (tagId: string, isOn: boolean) => {
    await setTag(tagId, ids, isOn);
    await refresh();
    showSuccess(isOn ? t("Tag attached") : t("Tag detached"));
  };
  return (
    <>
      {ids.length > 0 && (
        <div className="selection-bar" role="toolbar" aria-label={t("Selection")}>
          <SelectionSummary chosen={ids.length} count={count} onSelectAll={onSelectAll} />
          {!version.locked && (
            <>
              <TagMenu
                label={t("Attach tag")}
                tags={tags.data?.items ?? []}
                onPick={(tag) => change(tag.id, true)}
                onCreate={async (name) => {
                  const made = await createAssetTag(version.id, name);
                  await tags.refetch();
                  await change(made.id, true);
                }}
              />
              <TagMenu
                label={t("Detach tag")}
                tags={tags.data?.items ?? []}
                onPick={(tag) => change(tag.id, false)}
              />
            </>
          )}
          <Button leftSection={<IconGitFork size={14} />} onClick={() => setForking(true)}>
            {t("New version…")}
          </Button>
          {!version.locked && (
            <Button
              variant="default"
              leftSection={<IconTrash size={14} />}
              onClick={() => setDeleting(true)}
            >
              {t("Remove…")}
            </Button>
          )}
          <Button variant="subtle" onClick={selection.clear}>
            {t("Clear")}
          </Button>
        </div>
      )}
      <NewVersion
        datasetId={version.origin_id}
        parent={version}
        assetIds={ids}
        isOpen={isForking}
        onClose={() => setForking(false)}
      />
      <Confirm
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("Remove {count, plural, one {# asset} other {# assets}} from {name}", {
          count: ids.length,
          name: version.version,
        })}
        {...(ids.length > TYPED_FROM ? { typedName: String(ids.length) } : {})}
        confirmLabel={t("Remove")}
        onConfirm={async () => {
          await removeAssets(version.id, ids);
          selection.clear();
          await refresh();
          await queryClient.invalidateQueries({ queryKey: ["dataset_version"] });
          showSuccess(t("Removed"));
        }}
      >
        <p>{t("Their annotations in this version go with them. The data stay in the datalake.")}</p>
      </Confirm>
    </>
  );
}
