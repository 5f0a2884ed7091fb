// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { AssetShape } from "./api";
import { drawnOf, toEditorShape } from "./shapes";

const shape = (change: Partial<AssetShape> = {}): AssetShape => ({
  id: "s",
  kind: "rectangle",
  label_id: "car",
  label: "car",
  color_index: 2,
  box: [1, 2, 3, 4],
  geometry: null,
  text: null,
  attributes: null,
  ...change,
});

describe("shapes of assets", () => {
  it("become editor shapes", () => {
    expect(toEditorShape(shape())).toMatchObject({ kind: "RECTANGLE", x: 1, h: 4, labelId: "car" });
    expect(toEditorShape(shape({ kind: "point", geometry: [5, 6] })).points).toEqual([[5, 6]]);
    expect(toEditorShape(shape({ kind: "keypoints", geometry: [[5, 6, 2]] })).points).toEqual([
      [5, 6],
    ]);
  });

  it("are drawn on thumbnails without hidden labels, at most 50", () => {
    const many = Array.from({ length: 60 }, () => shape());
    expect(drawnOf(many, new Set()).boxes).toHaveLength(50);
    expect(drawnOf(many, new Set(["car"])).boxes).toHaveLength(0);
    const ring = [
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    expect(drawnOf([shape({ kind: "polygon", geometry: ring })], new Set()).polygons).toHaveLength(
      1,
    );
  });
});
