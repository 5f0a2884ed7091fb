// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { groupCurves, smooth, titleOf } from "./curves";

const curve = (name: string) => ({ name, count: 1, steps: [0], values: [1] });

describe("curves", () => {
  it("puts the splits of one measure in one chart", () => {
    const groups = groupCurves(["train/loss", "val/mAP50", "val_loss", "lr"].map(curve));
    expect(groups.map((group) => [group.title, group.curves.length])).toEqual([
      ["loss", 2],
      ["mAP50", 1],
      ["lr", 1],
    ]);
    expect(titleOf("metrics/box/ap")).toBe("ap");
  });

  it("smooths without moving the first value", () => {
    expect(smooth([1, 3], 0)).toEqual([1, 3]);
    expect(smooth([1, 3], 0.5)).toEqual([1, 2]);
  });
});
