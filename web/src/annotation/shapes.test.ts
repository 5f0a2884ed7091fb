// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { AssetShape } from "@/datasets";
import type { EditorShape } from "@/editor";
import { toBody } from "./shapes";

const stored: AssetShape = {
  id: "p",
  kind: "polygon",
  label_id: "car",
  label: "car",
  color_index: 0,
  box: [0, 0, 4.5, 4],
  geometry: [
    [0, 0],
    [4.5, 0],
    [0, 4],
  ],
  text: "plate",
  attributes: { worn: true },
};
const box: EditorShape = { id: "n", kind: "RECTANGLE", labelId: "nut", x: 1.25, y: 2, w: 3, h: 4 };

describe("toBody", () => {
  it("keeps geometry, text and attributes of what the editor only shows", () => {
    const shown: EditorShape = { ...box, id: "p", kind: "POLYGON", labelId: "van" };
    expect(toBody([shown], [stored]).polygons).toEqual([
      { label_id: "van", polygon: stored.geometry, text: "plate", attributes: { worn: true } },
    ]);
  });

  it("sends boxes as drawn and names the empty lists", () => {
    const body = toBody([box], []);
    expect(body.rectangles).toEqual([
      { label_id: "nut", x: 1.25, y: 2, w: 3, h: 4, text: null, attributes: null },
    ]);
    expect(body.polygons).toEqual([]);
  });

  it("leaves out what has no label", () => {
    expect(toBody([{ ...box, labelId: null }], []).rectangles).toEqual([]);
  });
});
