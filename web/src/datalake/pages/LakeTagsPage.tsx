// SPDX-License-Identifier: Apache-2.0
import { IconTag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { t } from "@/kernel/i18n/i18n";
import { NameList } from "@/ui/NameList";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { createTag, deleteTag, lakeQuery, lakeTagsQuery, renameTag } from "../api";
import { lakeTabs } from "../parts/lakeTabs";

const route = getRouteApi("/signed-in/datalakes/$lakeId/tags");

/** Adds, renames and deletes the tags of a datalake (DL-12). */
export function LakeTagsPage() {
  const { lakeId } = route.useParams();
  const lake = useQuery(lakeQuery(lakeId));
  const tags = useQuery(lakeTagsQuery(lakeId));
  const refresh = () => tags.refetch();
  return (
    <Page
      crumbs={[
        { label: t("Datalakes"), to: "/datalakes" },
        { label: lake.data?.name ?? t("Datalake") },
      ]}
      id={lakeId}
      tabs={lakeTabs(lakeId)}
    >
      <Loaded query={tags}>
        {({ items }) => (
          <NameList
            items={items}
            word={t("Tag")}
            empty={
              <EmptyState
                icon={<IconTag size={32} />}
                title={t("No tags yet")}
                hint={t("Tags mark data: a site, a day, a state of work")}
              />
            }
            onCreate={(name) => createTag(lakeId, name).then(refresh)}
            onRename={(id, name) => renameTag(id, name).then(refresh)}
            onDelete={(id) => deleteTag(id).then(refresh)}
            consequence={() => t("It is taken off every data item that carries it.")}
          />
        )}
      </Loaded>
    </Page>
  );
}
