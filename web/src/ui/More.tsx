// SPDX-License-Identifier: Apache-2.0
import { t } from "@/kernel/i18n/i18n";
import { Button } from "./kit";

export interface Pageable {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Fetch the next page of a list, while there is one. */
export function More({ query }: { query: Pageable }) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      m="md"
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t("More")}
    </Button>
  );
}
