// SPDX-License-Identifier: Apache-2.0
/** Where the cells of a gallery are: arithmetic only, the same for ten and for a million items. */
export interface GalleryLayout {
  columns: number;
  cellWidth: number;
  rowHeight: number;
  rows: number;
  /** Height that all rows would need. */
  realHeight: number;
  /** Height of the scrolled element: browsers cut off what is higher. */
  spacerHeight: number;
}

export const GAP = 8;
export const PADDING = 12;
export const CAPTION = 24;
const MOST_PIXELS = 8_000_000;

export function layOut(count: number, width: number, wanted: number, ratio: number): GalleryLayout {
  const inner = Math.max(1, width - 2 * PADDING);
  const columns = Math.max(1, Math.floor((inner + GAP) / (wanted + GAP)));
  const cellWidth = Math.floor((inner - GAP * (columns - 1)) / columns);
  const rowHeight = Math.round(cellWidth / ratio) + CAPTION + GAP;
  const rows = Math.ceil(count / columns);
  const realHeight = rows * rowHeight + 2 * PADDING;
  return {
    columns,
    cellWidth,
    rowHeight,
    rows,
    realHeight,
    spacerHeight: Math.min(realHeight, MOST_PIXELS),
  };
}

/** Real pixel at the top of the window for a position of the scroll bar. */
export function realTop(layout: GalleryLayout, scrollTop: number, windowHeight: number): number {
  return scrollTop * scrollRatio(layout, windowHeight);
}

export function scrollRatio(layout: GalleryLayout, windowHeight: number): number {
  const track = layout.spacerHeight - windowHeight;
  return track <= 0 ? 1 : (layout.realHeight - windowHeight) / track;
}

/** First and last row that the window shows, with `extra` rows around. */
export function rowsShown(
  layout: GalleryLayout,
  top: number,
  windowHeight: number,
  extra: number,
): { first: number; last: number } {
  const first = Math.floor((top - PADDING) / layout.rowHeight) - extra;
  const last = Math.floor((top + windowHeight - PADDING) / layout.rowHeight) + extra;
  return { first: Math.max(0, first), last: Math.min(layout.rows - 1, last) };
}
