// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { newRow, parametersOf, problemOf, rowsOf } from "./parameters";

describe("parameters", () => {
  it("keeps names, types and values on the way through the editor", () => {
    const stored = { epochs: 18, rate: 0.004, name: "a", deep: true, sizes: [1, 2] };
    expect(parametersOf(rowsOf(stored))).toEqual(stored);
  });

  it("names what is wrong with a row", () => {
    const rows = [newRow("a", "number", "x"), newRow("b", "text", ""), newRow("b", "json", "{")];
    expect(rows.map((row) => problemOf(row, rows))).toEqual([
      "Not a number",
      "This name is there twice",
      "This name is there twice",
    ]);
    const empty = newRow(" ", "number", "1");
    expect(problemOf(empty, [empty])).toBe("A name is needed");
  });
});
