// SPDX-License-Identifier: Apache-2.0

export interface Span {
  text: string;
  color?: string;
  isBold: boolean;
}

export interface Chapter {
  line: number;
  title: string;
}

const COLORS: Record<number, string> = {
  31: "var(--danger)",
  32: "var(--ok)",
  33: "var(--warn)",
  34: "var(--info)",
  35: "var(--series-3)",
  36: "var(--accent)",
  90: "var(--text-3)",
  91: "var(--danger)",
  92: "var(--ok)",
  93: "var(--warn)",
  94: "var(--info)",
  95: "var(--series-5)",
  96: "var(--accent)",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with this character
const ESCAPE = /\u001b\[([0-9;]*)([A-Za-z])/g;

/** Split a line at its colour sequences; other sequences are left out. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let style: { color?: string; isBold: boolean } = { isBold: false };
  let last = 0;
  for (const match of line.matchAll(ESCAPE)) {
    if (match.index > last) spans.push({ text: line.slice(last, match.index), ...style });
    if (match[2] === "m") style = restyle(style, match[1] ?? "");
    last = match.index + match[0].length;
  }
  if (last < line.length) spans.push({ text: line.slice(last), ...style });
  return spans;
}

function restyle(style: { color?: string; isBold: boolean }, codes: string) {
  let next = { ...style };
  for (const code of codes.split(";").map(Number)) {
    const color = COLORS[code];
    if (code === 0) next = { isBold: false };
    else if (code === 1) next = { ...next, isBold: true };
    else if (color) next = { ...next, color };
  }
  return next;
}

// the form which the containers of the contract print: --#--Title--#--
const CHAPTER = /^(?:\S+ )?-{2,}#-{2,}\s*(.+?)\s*(?:-{2,}#-{2,})?$/;

/** Return the chapter lines of a log with their positions, counted from 0. */
export function chaptersOf(lines: readonly string[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (let line = 0; line < lines.length; line++) {
    const title = CHAPTER.exec(lines[line] ?? "")?.[1];
    if (title) chapters.push({ line, title });
  }
  return chapters;
}

export function looksLikeError(line: string): boolean {
  return /^Traceback \(most recent|^\w*(Error|Exception): /.test(line);
}
