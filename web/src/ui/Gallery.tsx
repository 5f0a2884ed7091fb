// SPDX-License-Identifier: Apache-2.0
import { IconCheck } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import {
  GAP,
  type GalleryLayout,
  layOut,
  PADDING,
  realTop,
  rowsShown,
  scrollRatio,
} from "./galleryLayout";
import type { Selection } from "./selection";
import "./gallery.css";

export interface GalleryProps<T> {
  label: string;
  count: number;
  itemAt: (index: number) => T | undefined;
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  /** Called with the items on the screen. */
  onShow: (first: number, last: number) => void;
  picture: (item: T) => ReactNode;
  caption: (item: T) => ReactNode;
  selection: Selection;
  openId?: string | undefined;
  onOpen: (item: T, index: number) => void;
  onSelectAll: () => void;
  /** Wanted width of a cell in pixels. */
  cellSize: number;
  /** Width by height of a picture. */
  ratio?: number;
}

const EXTRA_ROWS = 2;

/** Thumbnails in rows; only those on the screen exist, whatever the count. */
export function Gallery<T>(props: GalleryProps<T>) {
  const { count, itemAt, onShow } = props;
  const frame = useRef<HTMLDivElement>(null);
  const { width, height, scrollTop } = useWindow(frame);
  const [focused, setFocused] = useState(0);
  const isMoving = useRef(false);
  const layout = layOut(count, width, props.cellSize, props.ratio ?? 1);
  const top = realTop(layout, scrollTop, height);
  const { first, last } = rowsShown(layout, top, height, EXTRA_ROWS);
  const firstItem = first * layout.columns;
  const lastItem = Math.min(count - 1, (last + 1) * layout.columns - 1);
  useEffect(() => {
    if (width > 0) onShow(firstItem, Math.max(firstItem, lastItem));
  }, [firstItem, lastItem, onShow, width]);
  useScaledWheel(frame, scrollRatio(layout, height));
  useEffect(() => {
    const cell = isMoving.current ? document.getElementById(cellId(focused)) : null;
    if (!cell) return; // it comes with the rows that are being scrolled to
    isMoving.current = false;
    cell.querySelector("button")?.focus({ preventScroll: true });
  });

  const reveal = (index: number) => {
    const rowTop = Math.floor(index / layout.columns) * layout.rowHeight;
    const element = frame.current;
    if (!element) return;
    const ratio = scrollRatio(layout, height);
    if (rowTop < top) element.scrollTop = rowTop / ratio;
    else if (rowTop + layout.rowHeight + PADDING > top + height) {
      element.scrollTop = (rowTop + layout.rowHeight + 2 * PADDING - height) / ratio;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = stepOf(event, focused, layout.columns, count);
    if (index !== null) {
      isMoving.current = true;
      setFocused(index);
      reveal(index);
      if (event.shiftKey) props.selection.extend(index, idAt(props));
    } else if (!act(event, props, focused)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cells = [];
  for (let index = firstItem; index <= lastItem && width > 0; index++) {
    cells.push(
      <Cell
        key={index}
        gallery={props}
        item={itemAt(index)}
        index={index}
        isStop={index === Math.min(lastItem, Math.max(firstItem, focused))}
        onFocus={() => setFocused(index)}
        place={placeOf(layout, index, scrollTop - top)}
        size={{ width: layout.cellWidth, height: layout.rowHeight - GAP }}
      />,
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons within
    <div ref={frame} className="gallery" onKeyDown={onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that come and go are placed by hand */}
      <div
        className="gallery-spacer"
        role="list"
        aria-label={props.label}
        style={{ height: layout.spacerHeight }}
      >
        {cells}
      </div>
    </div>
  );
}

function idAt<T>(props: GalleryProps<T>): (index: number) => string | undefined {
  return (index) => {
    const item = props.itemAt(index);
    return item === undefined ? undefined : props.idOf(item);
  };
}

function stepOf(event: KeyboardEvent, at: number, columns: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  };
  const next = steps[event.key];
  return next === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, next));
}

function act<T>(event: KeyboardEvent, props: GalleryProps<T>, index: number): boolean {
  const item = props.itemAt(index);
  if (event.key === "a" && (event.ctrlKey || event.metaKey)) props.onSelectAll();
  else if (item === undefined || event.ctrlKey || event.metaKey) return false;
  else if (event.key === "Enter") props.onOpen(item, index);
  else if (event.key === "x" || event.key === " ") props.selection.toggle(props.idOf(item), index);
  else return false;
  return true;
}

function placeOf(layout: GalleryLayout, index: number, shift: number): { x: number; y: number } {
  const row = Math.floor(index / layout.columns);
  const column = index - row * layout.columns;
  return {
    x: PADDING + column * (layout.cellWidth + GAP),
    y: PADDING + row * layout.rowHeight + shift,
  };
}

const cellId = (index: number) => `cell-${index}`;

interface CellProps<T> {
  gallery: GalleryProps<T>;
  item: T | undefined;
  index: number;
  /** Does Tab stop here? */
  isStop: boolean;
  onFocus: () => void;
  place: { x: number; y: number };
  size: { width: number; height: number };
}

function Cell<T>({ gallery, item, index, isStop, onFocus, place, size }: CellProps<T>) {
  const { selection } = gallery;
  const style = { ...size, transform: `translate(${place.x}px, ${place.y}px)` };
  if (item === undefined) {
    return <div className="gallery-cell" style={style} data-waiting="" aria-hidden />;
  }
  const id = gallery.idOf(item);
  const isTicked = selection.ids.has(id);
  const tick = (isRange: boolean) => {
    onFocus();
    if (isRange) selection.extend(index, idAt(gallery));
    else selection.toggle(id, index);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div
      id={cellId(index)}
      className="gallery-cell"
      style={style}
      role="listitem"
      aria-setsize={gallery.count}
      aria-posinset={index + 1}
      data-ticked={isTicked ? "" : undefined}
      data-open={gallery.openId === id ? "" : undefined}
    >
      <button
        type="button"
        className="gallery-picture"
        tabIndex={isStop ? 0 : -1}
        onClick={(event) => {
          if (event.shiftKey || event.ctrlKey || event.metaKey) tick(event.shiftKey);
          else {
            onFocus();
            gallery.onOpen(item, index);
          }
        }}
      >
        {gallery.picture(item)}
        <span className="sr-only">{t("Open {name}", { name: gallery.nameOf(item) })}</span>
      </button>
      <button
        type="button"
        className="gallery-tick"
        tabIndex={isStop ? 0 : -1}
        aria-label={t("Select {name}", { name: gallery.nameOf(item) })}
        aria-pressed={isTicked}
        onClick={(event) => tick(event.shiftKey)}
      >
        {isTicked && <IconCheck size={14} stroke={3} aria-hidden />}
      </button>
      <div className="gallery-caption">{gallery.caption(item)}</div>
    </div>
  );
}

function useWindow(frame: { current: HTMLDivElement | null }) {
  const [state, setState] = useState({ width: 0, height: 0, scrollTop: 0 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () =>
      setState({
        width: element.clientWidth,
        height: element.clientHeight,
        scrollTop: element.scrollTop,
      });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [frame]);
  return state;
}

/** Where the bar stands for more than it can show, the wheel still moves real pixels. */
function useScaledWheel(frame: { current: HTMLDivElement | null }, ratio: number): void {
  useEffect(() => {
    const element = frame.current;
    if (!element || ratio <= 1.001) return;
    let rest = 0;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey) return;
      event.preventDefault();
      rest += event.deltaY / ratio;
      const whole = Math.trunc(rest);
      rest -= whole;
      element.scrollTop += whole;
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [frame, ratio]);
}
