// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { EditorShape } from "./shape";
import { ShapeStore } from "./store";

const box = (id: string, x = 0): EditorShape => ({
  id,
  kind: "RECTANGLE",
  labelId: "a",
  x,
  y: 0,
  w: 10,
  h: 10,
});

describe("ShapeStore", () => {
  it("undoes and redoes single changes", () => {
    const store = new ShapeStore([box("1")]);
    store.put(box("2"));
    store.remove("1");
    store.setLabel("2", "b");
    expect(store.snapshot().shapes.map((s) => [s.id, s.labelId])).toEqual([["2", "b"]]);
    store.undo();
    store.undo();
    expect(
      store
        .snapshot()
        .shapes.map((s) => s.id)
        .sort(),
    ).toEqual(["1", "2"]);
    store.undo();
    expect(store.snapshot().canUndo).toBe(false);
    store.redo();
    store.redo();
    expect(store.snapshot().shapes.map((s) => s.id)).toEqual(["2"]);
  });

  it("makes one step of a gesture", () => {
    const store = new ShapeStore([box("1")]);
    store.begin();
    for (let x = 1; x <= 50; x++) store.put(box("1", x));
    store.commit();
    expect(store.get("1")?.x).toBe(50);
    store.undo();
    expect(store.get("1")?.x).toBe(0);
    expect(store.snapshot().canUndo).toBe(false);
    store.redo();
    expect(store.get("1")?.x).toBe(50);
  });

  it("leaves no step behind a cancelled or empty gesture", () => {
    const store = new ShapeStore([box("1")]);
    store.begin();
    store.put(box("2"));
    store.cancel();
    expect(store.get("2")).toBeUndefined();
    store.begin();
    store.commit();
    expect(store.snapshot().canUndo).toBe(false);
  });

  it("forgets what was undone after a new change", () => {
    const store = new ShapeStore([box("1")]);
    store.put(box("1", 5));
    store.undo();
    store.put(box("1", 7));
    expect(store.snapshot().canRedo).toBe(false);
  });
});
