// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { qualitySeries, sharesOf, volumeOf } from "./dashboard";

describe("dashboard", () => {
  it("counts every prediction in one span", () => {
    const buckets = volumeOf([0, 1, 5, 9, 100], 10);
    expect(buckets.reduce((sum, one) => sum + one.count, 0)).toBe(5);
    expect(buckets[0]?.count).toBe(4);
    expect(volumeOf([])).toEqual([]);
    expect(volumeOf([7])).toEqual([{ start: 7, count: 1 }]);
  });

  it("makes sets of different size comparable", () => {
    expect(sharesOf({ a: 1, b: 3 }, ["a", "b"])).toEqual([0.25, 0.75]);
    expect(sharesOf(null, ["a"])).toEqual([0]);
  });

  it("leaves out figures that have no ground truth", () => {
    const items = [
      { id: "1", timestamp: 1, champion: { ap_50: 0.5 }, shadow: null },
      { id: "2", timestamp: 2, champion: { ap_50: -1 }, shadow: null },
    ];
    expect(qualitySeries(items, "ap_50")).toEqual([
      { name: "Champion", token: "--champion", x: [1], y: [0.5] },
    ]);
  });
});
