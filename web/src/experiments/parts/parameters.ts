// SPDX-License-Identifier: Apache-2.0
import type { Parameters } from "@/registry";

export type ParameterKind = "number" | "text" | "boolean" | "json";

export interface ParameterRow {
  key: number;
  name: string;
  kind: ParameterKind;
  /** What stands in the field; read by its kind on sending. */
  text: string;
}

let next = 1;

export function newRow(name: string, kind: ParameterKind, text: string): ParameterRow {
  return { key: next++, name, kind, text };
}

function kindOf(value: unknown): ParameterKind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "text" : "json";
}

/** Rows of the editor from stored parameters. */
export function rowsOf(parameters: Parameters | null | undefined): ParameterRow[] {
  return Object.entries(parameters ?? {}).map(([name, value]) => {
    const kind = kindOf(value);
    return newRow(name, kind, kind === "json" ? JSON.stringify(value) : String(value));
  });
}

/** What is wrong with a row, or null. */
export function problemOf(row: ParameterRow, rows: readonly ParameterRow[]): string | null {
  if (!row.name.trim()) return "A name is needed";
  if (rows.some((other) => other.key !== row.key && other.name.trim() === row.name.trim())) {
    return "This name is there twice";
  }
  try {
    readValue(row);
    return null;
  } catch {
    return row.kind === "number" ? "Not a number" : "Not valid JSON";
  }
}

function readValue(row: ParameterRow): unknown {
  if (row.kind === "text") return row.text;
  if (row.kind === "boolean") return row.text === "true";
  if (row.kind === "json") return JSON.parse(row.text);
  const number = Number(row.text);
  if (row.text.trim() === "" || !Number.isFinite(number)) throw new RangeError(row.text);
  return number;
}

/** Parameters to send; rows must have no problems. */
export function parametersOf(rows: readonly ParameterRow[]): Parameters {
  return Object.fromEntries(rows.map((row) => [row.name.trim(), readValue(row)]));
}
