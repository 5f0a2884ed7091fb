// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle, IconCopy, IconMapOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ApiError } from "@/kernel/api/errors";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "./kit";
import { copyText } from "./Page";

/** What failed, what was kept, what to do; stays until the cause is gone. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (!error) return null;
  if (isMissing(error)) return <MissingState error={error} />;
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof ApiError ? error.details : [];
  const code = error instanceof ApiError ? error.code : "client.error";
  return (
    <div className="error" role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div className="grow">
        <strong>{message}</strong>
        {details.map((line) => (
          <div key={line} className="quiet small">
            {line}
          </div>
        ))}
        <div className="faint small mono">{code}</div>
      </div>
      <div className="row">
        {onRetry && (
          <Button variant="default" onClick={onRetry}>
            {t("Try again")}
          </Button>
        )}
        <Button
          variant="subtle"
          leftSection={<IconCopy size={14} />}
          onClick={() => void copyText([message, ...details, code].join("\n"))}
        >
          {t("Copy details")}
        </Button>
      </div>
    </div>
  );
}

/** Does the address name something that is not there, or that nobody can name so? */
function isMissing(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false;
  const isNoId = error.status === 422 && error.details.some((line) => line.startsWith("path."));
  return error.status === 404 || isNoId;
}

function MissingState({ error }: { error: ApiError }) {
  return (
    <div className="empty" role="alert">
      <IconMapOff size={32} aria-hidden />
      <strong>
        {error.status === 404 ? error.message : t("There is nothing at this address")}
      </strong>
      <span className="quiet">
        {t("It was deleted, you may not see it, or the address is wrong")}
      </span>
    </div>
  );
}

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  hint?: string;
  action?: ReactNode;
}

/** One sentence and one act where a list has nothing to show. */
export function EmptyState({ icon, title, hint, action }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon}
      <strong>{title}</strong>
      {hint && <span className="quiet">{hint}</span>}
      {action}
    </div>
  );
}

/** A quiet block of the size of what is on its way. */
export function Skeleton({ height, width }: { height: number; width?: number | string }) {
  return <div className="skeleton" style={{ height, width: width ?? "100%" }} aria-hidden />;
}

export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div className="stack" role="status" aria-label={t("Loading")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never reordered
        <Skeleton key={row} height={28} />
      ))}
    </div>
  );
}

export interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** Skeleton, error or content of one query, in this order. */
export function Loaded<T>(props: {
  query: QueryLike<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { query, skeleton, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return skeleton ?? <SkeletonRows />;
}
