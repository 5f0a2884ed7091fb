// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { chaptersOf, looksLikeError, spansOf } from "./ansi";

it("splits a line at its colours and drops other sequences", () => {
  expect(spansOf("a\u001b[31mred\u001b[0m\u001b[2Kz")).toEqual([
    { text: "a", isBold: false },
    { text: "red", isBold: false, color: "var(--danger)" },
    { text: "z", isBold: false },
  ]);
});

it("finds chapters and errors", () => {
  expect(chaptersOf(["x", "--#--Train--#--", "--#-- Evaluate"])).toEqual([
    { line: 1, title: "Train" },
    { line: 2, title: "Evaluate" },
  ]);
  expect(looksLikeError("ValueError: no")).toBe(true);
  expect(looksLikeError("all fine")).toBe(false);
});
