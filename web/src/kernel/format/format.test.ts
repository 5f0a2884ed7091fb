// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatAgo, formatBytes, formatDuration, formatFigure } from "./format";

describe("format", () => {
  it("shows a dash for what is missing or not a number", () => {
    expect(formatFigure(Number.NaN)).toBe("–");
    expect(formatAgo(null)).toBe("–");
    expect(formatAgo("not a date")).toBe("–");
  });

  it("scales bytes and durations", () => {
    expect(formatBytes(0)).toBe("0 B");
    expect(formatBytes(1_500_000)).toBe("1.5 MB");
    expect(formatDuration(0.25)).toBe("250 ms");
    expect(formatDuration(65)).toBe("1 min 5 s");
  });

  it("tells recent moments relative to now", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(formatAgo("2026-11-21T10:00:00Z", now)).toBe("2 hours ago");
  });
});
