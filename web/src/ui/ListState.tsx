// SPDX-License-Identifier: Apache-2.0
import { ApiError } from "@/kernel/api/errors";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "./kit";
import { EmptyState, ErrorState, SkeletonRows } from "./states";

export interface ListWaitingProps {
  error: unknown;
  onRetry: () => void;
  onClear: () => void;
}

/** What a list shows before its first page: nothing yet, a query to correct, or an error. */
export function ListWaiting({ error, onRetry, onClear }: ListWaitingProps) {
  if (!error) return <SkeletonRows />;
  if (error instanceof ApiError && error.code.startsWith("query.")) {
    return (
      <EmptyState
        title={t("The query cannot be read")}
        hint={t("The line below it says what is wrong")}
        action={
          <Button variant="default" onClick={onClear}>
            {t("Clear the query")}
          </Button>
        }
      />
    );
  }
  return (
    <div className="page-body" data-padded="">
      <ErrorState error={error} onRetry={onRetry} />
    </div>
  );
}
