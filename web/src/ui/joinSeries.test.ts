// SPDX-License-Identifier: Apache-2.0
import { expect, it, vi } from "vitest";
import { joinSeries } from "./LineEngine";

vi.mock("uplot", () => ({ default: class {} }));

it("draws no line across a long pause", () => {
  const x = [...Array.from({ length: 13 }, (_, index) => index), 1000];
  const [xs, ys] = joinSeries([{ name: "latency", x, y: x }], true);
  expect(xs).toContain(506);
  expect(ys?.[[...xs].indexOf(506)]).toBeNull();
});

it("puts series of their own steps onto one axis without gaps", () => {
  const joined = joinSeries([
    { name: "a", x: [0, 2], y: [1, 3] },
    { name: "b", x: [1], y: [5] },
  ]);
  expect(joined).toEqual([
    [0, 1, 2],
    [1, undefined, 3],
    [undefined, 5, undefined],
  ]);
});
