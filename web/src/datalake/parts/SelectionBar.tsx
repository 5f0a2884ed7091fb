// SPDX-License-Identifier: Apache-2.0
import { IconFolderPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AddToDataset } from "@/datasets";
import { useActions } from "@/kernel/actions/registry";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { SelectionSummary } from "@/ui/SelectionSummary";
import type { Selection } from "@/ui/selection";
import { TagMenu } from "@/ui/Tags";
import { showSuccess } from "@/ui/toast";
import { attachTag, createTag, deleteData, detachTag, lakeTagsQuery } from "../api";

const TYPED_FROM = 1_000;

export interface SelectionBarProps {
  lakeId: string;
  selection: Selection;
  count: number;
  onSelectAll: () => void;
}

/** What can be done with the ticked data (DL-10, DL-11, DL-12, DL-14). */
export function SelectionBar({ lakeId, selection, count, onSelectAll }: SelectionBarProps) {
  const tags = useQuery(lakeTagsQuery(lakeId));
  const [isAdding, setAdding] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const ids = [...selection.ids];
  const isOn = ids.length > 0;
  useActions([
    {
      id: "data.add-to-dataset",
      label: t("Add the selected data to a dataset"),
      keys: "d",
      group: t("Datalake"),
      isEnabled: () => isOn,
      run: () => setAdding(true),
    },
    {
      id: "data.select-all",
      label: t("Select all matching data"),
      keys: "shift+a",
      group: t("Datalake"),
      run: onSelectAll,
    },
    {
      id: "data.deselect",
      label: t("Clear the selection"),
      keys: "escape",
      group: t("Datalake"),
      isEnabled: () => isOn,
      run: selection.clear,
    },
  ]);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["data"] });
  const tag = async (tagId: string, name: string, act: typeof attachTag, told: string) => {
    await act(tagId, ids);
    await refresh();
    showSuccess(t(told, { name, count: ids.length }));
  };
  const items = tags.data?.items ?? [];
  return (
    <>
      {isOn && (
        <div className="selection-bar" role="toolbar" aria-label={t("Selection")}>
          <SelectionSummary chosen={ids.length} count={count} onSelectAll={onSelectAll} />
          <TagMenu
            label={t("Attach tag")}
            tags={items}
            onPick={(one) => tag(one.id, one.name, attachTag, "Tag {name} attached")}
            onCreate={async (name) => {
              const made = await createTag(lakeId, name);
              await tags.refetch();
              await tag(made.id, name, attachTag, "Tag {name} attached");
            }}
          />
          <TagMenu
            label={t("Detach tag")}
            tags={items}
            onPick={(one) => tag(one.id, one.name, detachTag, "Tag {name} detached")}
          />
          <Button leftSection={<IconFolderPlus size={14} />} onClick={() => setAdding(true)}>
            {t("Dataset…")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconTrash size={14} />}
            onClick={() => setDeleting(true)}
          >
            {t("Delete…")}
          </Button>
          <Button variant="subtle" onClick={selection.clear}>
            {t("Clear")}
          </Button>
        </div>
      )}
      <AddToDataset isOpen={isAdding} onClose={() => setAdding(false)} dataIds={ids} />
      <Confirm
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("Delete {count, plural, one {# data item} other {# data items}}", {
          count: ids.length,
        })}
        confirmLabel={t("Delete")}
        {...(ids.length > TYPED_FROM ? { typedName: String(ids.length) } : {})}
        onConfirm={async () => {
          await deleteData(lakeId, ids);
          selection.clear();
          await refresh();
          showSuccess(t("Deleted"));
        }}
      >
        <p>
          {t(
            "The files, their assets in every dataset version and their predictions go with them. This cannot be undone.",
          )}
        </p>
      </Confirm>
    </>
  );
}
