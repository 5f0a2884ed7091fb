// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { ShapeLists } from "./api";
import { toEditor, toReview } from "./shapes";

const label = { id: "l1", name: "bolt", color_index: 0 };
const lists: ShapeLists = {
  rectangles: [{ id: 7, label, score: 0.5, x: 1, y: 2, w: 3, h: 4 }],
  polygons: [
    {
      id: 8,
      label,
      score: 0.9,
      polygon: [
        [0, 0],
        [4, 0],
        [4, 6],
      ],
    },
  ],
  lines: [],
  points: [{ id: 9, label, score: null, point: [5, 6] }],
  classifications: [],
};

describe("shapes of a review", () => {
  it("come back from the editor as they went in", () => {
    expect(toReview(toEditor(lists))).toEqual({
      rectangles: [{ label_id: "l1", x: 1, y: 2, w: 3, h: 4 }],
      polygons: [
        {
          label_id: "l1",
          polygon: [
            [0, 0],
            [4, 0],
            [4, 6],
          ],
        },
      ],
      points: [{ label_id: "l1", point: [5, 6] }],
    });
  });

  it("have whole pixels whose far edge does not wander", () => {
    const [box] = toEditor(lists);
    if (!box) throw new Error("no shape");
    expect(toReview([{ ...box, x: 0.4, w: 3.2 }])).toEqual({
      rectangles: [{ label_id: "l1", x: 0, y: 2, w: 4, h: 4 }],
    });
    expect(toReview([{ ...box, labelId: null }])).toEqual({});
  });
});
