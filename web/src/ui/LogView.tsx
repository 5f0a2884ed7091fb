// SPDX-License-Identifier: Apache-2.0
import { IconArrowDown } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { chaptersOf, looksLikeError, spansOf } from "./ansi";
import { Button, Select, Switch } from "./kit";
import "./kit.css";

const LINE_PX = 20;
const NEAR_END_PX = 40;

export interface LogViewProps {
  lines: readonly string[];
  /** More may come: offers to follow the end. */
  isLive: boolean;
  empty: ReactNode;
  extra?: ReactNode;
}

function countText(count: number): string {
  return t("{count, plural, one {# line} other {# lines}}", { count });
}

/** A log of any length: fixed lines, colours, chapters, and the end followed on wish. */
export function LogView({ lines, isLive, empty, extra }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  const chapters = useMemo(() => chaptersOf(lines), [lines]);
  useEffect(() => {
    const element = scroller.current;
    if (isFollowing && element && lines.length > 0) element.scrollTop = element.scrollHeight;
  }, [isFollowing, lines.length]);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (rest > NEAR_END_PX && isFollowing) setFollowing(false);
    if (rest <= 1 && !isFollowing) setFollowing(true);
  };
  return (
    <div className="log">
      <div className="log-bar">
        <span className="small quiet">{countText(lines.length)}</span>
        {chapters.length > 0 && (
          <Select
            size="xs"
            placeholder={t("Chapters")}
            aria-label={t("Chapters")}
            value={null}
            data={chapters.map((chapter) => ({
              value: String(chapter.line),
              label: chapter.title,
            }))}
            onChange={(value) => {
              setFollowing(false);
              if (value) virtualizer.scrollToIndex(Number(value), { align: "start" });
            }}
          />
        )}
        <div className="row spread">
          {extra}
          {isLive && (
            <Switch
              size="xs"
              label={t("Follow")}
              checked={isFollowing}
              onChange={(event) => setFollowing(event.currentTarget.checked)}
            />
          )}
          {!isFollowing && (
            <Button
              variant="default"
              leftSection={<IconArrowDown size={14} />}
              onClick={() => setFollowing(true)}
            >
              {t("To the end")}
            </Button>
          )}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="log-scroll" ref={scroller} onScroll={onScroll} role="log" tabIndex={0}>
        {lines.length === 0 && empty}
        <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
          {virtualizer.getVirtualItems().map((item) => (
            <LogLine
              key={item.key}
              number={item.index + 1}
              text={lines[item.index] ?? ""}
              top={item.start}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function LogLine({ number, text, top }: { number: number; text: string; top: number }) {
  const [chapter] = chaptersOf([text]);
  return (
    <div
      className="log-line"
      style={{ transform: `translateY(${top}px)` }}
      data-chapter={chapter ? "" : undefined}
      data-error={looksLikeError(text) ? "" : undefined}
    >
      <span className="log-no">{number}</span>
      {chapter
        ? chapter.title
        : spansOf(text).map((span, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line keep their order
              key={index}
              style={{ color: span.color, fontWeight: span.isBold ? 600 : undefined }}
            >
              {span.text}
            </span>
          ))}
    </div>
  );
}
