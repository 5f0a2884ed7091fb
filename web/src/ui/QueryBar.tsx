// SPDX-License-Identifier: Apache-2.0
import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useActions } from "@/kernel/actions/registry";
import { api } from "@/kernel/api/client";
import { ApiError } from "@/kernel/api/errors";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Autocomplete } from "./kit";
import "./gallery.css";

/** What the server found wrong with a query; undefined for other troubles. */
export function queryTrouble(error: unknown): string | undefined {
  const isWrong = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return isWrong ? error.message : undefined;
}

interface QueryField {
  path: string;
  type: string;
  operators: string[];
}

export interface QueryBarProps {
  /** Whose fields can be asked for. */
  object: "data" | "asset" | "experiment" | "predicted_asset" | "evaluation";
  value: string;
  onChange: (query: string) => void;
  /** What the server found wrong with the query. */
  error?: string | undefined;
  placeholder: string;
}

const FOREVER = Number.POSITIVE_INFINITY;
const MOST_PROPOSALS = 12;

/** One line of the query language; proposes fields and operators, runs on Enter. */
export function QueryBar({ object, value, onChange, error, placeholder }: QueryBarProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(value), [value]);
  const fields = useQuery({
    queryKey: ["query-fields", object],
    queryFn: ({ signal }) =>
      api.get<{ items: QueryField[] }>("/api/query/introspect", { query: { object }, signal }),
    staleTime: FOREVER,
    retry: false,
  });
  useActions([
    {
      id: "list.query",
      label: t("Search this list"),
      keys: "/",
      group: t("List"),
      run: () => input.current?.focus(),
    },
  ]);
  return (
    <Autocomplete
      ref={input}
      className="query-bar"
      aria-label={t("Query")}
      placeholder={placeholder}
      value={text}
      onChange={setText}
      data={propose(text, fields.data?.items ?? [])}
      filter={({ options }) => options}
      error={error}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text && (
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={t("Clear the query")}
            onClick={() => {
              setText("");
              onChange("");
            }}
          >
            <IconX size={14} />
          </ActionIcon>
        )
      }
      onKeyDown={(event) => {
        if (event.key === "Enter" && !isProposalActive(event.currentTarget)) onChange(text.trim());
        if (event.key === "Escape") event.currentTarget.blur();
      }}
      spellCheck={false}
    />
  );
}

function isProposalActive(input: HTMLInputElement): boolean {
  return input.getAttribute("aria-activedescendant") !== null;
}

/** Whole queries that continue the typed one by a field or an operator. */
export function propose(text: string, fields: readonly QueryField[]): string[] {
  const [, before = "", path = ""] = /^(.*?(?:^|\s|\())([\w.*-]*)$/s.exec(text) ?? [];
  const word = before.trimEnd().split(/[\s(]/).at(-1) ?? "";
  const field = fields.find((one) => one.path === word);
  if (field && path === "") {
    return field.operators.slice(0, MOST_PROPOSALS).map((operator) => `${before}${operator} `);
  }
  const isStart = before.trim() === "" || /(\band|\bor|\()\s*$/i.test(before);
  if (!isStart || path === "") return [];
  return fields
    .filter((one) => one.path.includes(path) && one.path !== path)
    .slice(0, MOST_PROPOSALS)
    .map((one) => `${before}${one.path.replace(/\*$/, "")}`);
}
