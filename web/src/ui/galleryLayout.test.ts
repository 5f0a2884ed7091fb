// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { layOut, realTop, rowsShown } from "./galleryLayout";

describe("gallery layout", () => {
  it("fills the width with whole columns", () => {
    const layout = layOut(100, 1000, 160, 1);
    expect(layout.columns).toBe(5);
    expect(layout.cellWidth).toBeGreaterThanOrEqual(160);
    expect(layout.rows).toBe(20);
  });

  it("reaches the last of two million items below the height that browsers allow", () => {
    const layout = layOut(2_000_000, 1400, 160, 1);
    expect(layout.spacerHeight).toBe(8_000_000);
    const end = realTop(layout, layout.spacerHeight - 900, 900);
    expect(rowsShown(layout, end, 900, 0).last).toBe(layout.rows - 1);
  });

  it("shows only the rows in the window", () => {
    const layout = layOut(1000, 1000, 160, 1);
    const { first, last } = rowsShown(layout, 10 * layout.rowHeight, 400, 1);
    expect(first).toBeGreaterThanOrEqual(8);
    expect(last - first).toBeLessThan(6);
  });
});
