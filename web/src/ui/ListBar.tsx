// SPDX-License-Identifier: Apache-2.0
import { IconLayoutGrid, IconList } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { SegmentedControl, Select, Slider, Tooltip } from "./kit";
import { QueryBar, type QueryBarProps, queryTrouble } from "./QueryBar";

export interface ListBarProps {
  object: QueryBarProps["object"];
  q: string;
  onQuery: (query: string) => void;
  error: unknown;
  placeholder: string;
  orders: readonly { value: string; label: string }[];
  order: string;
  onOrder: (order: string) => void;
  view: "grid" | "table";
  onView: (view: "grid" | "table") => void;
  cellSize: number;
  onCellSize: (size: number) => void;
  count: number | undefined;
  children?: ReactNode;
}

const SMALLEST = 88;
const LARGEST = 360;

/** Head of a list of pictures: query, filters, order, view, size, count. */
export function ListBar(props: ListBarProps) {
  return (
    <div className="list-bar">
      <QueryBar
        object={props.object}
        value={props.q}
        onChange={props.onQuery}
        error={queryTrouble(props.error)}
        placeholder={props.placeholder}
      />
      {props.children}
      <Select
        aria-label={t("Order")}
        w={140}
        allowDeselect={false}
        value={props.order}
        onChange={(value) => value && props.onOrder(value)}
        data={props.orders.map(({ value, label }) => ({ value, label: t(label) }))}
      />
      <SegmentedControl
        aria-label={t("View")}
        value={props.view}
        onChange={(value) => props.onView(value as "grid" | "table")}
        data={[
          {
            value: "grid",
            label: <ViewIcon name={t("Grid")} icon={<IconLayoutGrid size={14} />} />,
          },
          { value: "table", label: <ViewIcon name={t("Table")} icon={<IconList size={14} />} /> },
        ]}
      />
      <Slider
        thumbLabel={t("Size of the pictures")}
        w={96}
        size="sm"
        label={null}
        min={SMALLEST}
        max={LARGEST}
        disabled={props.view === "table"}
        value={props.cellSize}
        onChange={props.onCellSize}
      />
      <span className="faint small num" style={{ minWidth: 64 }}>
        {props.count === undefined
          ? ""
          : t("{count, plural, one {# item} other {# items}}", { count: props.count })}
      </span>
    </div>
  );
}

function ViewIcon({ name, icon }: { name: string; icon: ReactNode }) {
  return (
    <Tooltip label={name}>
      <span className="row" style={{ height: 18 }}>
        {icon}
        <span className="sr-only">{name}</span>
      </span>
    </Tooltip>
  );
}
