// SPDX-License-Identifier: Apache-2.0
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";
import "./kit.css";

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. */
  value?: (row: T) => string | number | null | undefined;
  align?: "start" | "end";
  width?: number;
  /** The header is only for screen readers. */
  isHeaderHidden?: boolean;
}

export interface DataTableProps<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  onOpen?: (row: T) => void;
  label: string;
}

/** A dense table with sortable heads; a row may open what it shows. */
export function DataTable<T>({ rows, columns, rowKey, onOpen, label }: DataTableProps<T>) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const definitions = useMemo(() => columns.map(definitionOf<T>), [columns]);
  const table = useReactTable<T>({
    data: rows as T[],
    columns: definitions,
    getRowId: rowKey,
    state: { sorting },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  return (
    <table className="table" aria-label={label}>
      <thead>
        <tr>
          {table.getFlatHeaders().map((header, index) => (
            <th
              key={header.id}
              scope="col"
              data-align={columns[index]?.align}
              style={{ width: columns[index]?.width }}
            >
              {header.column.getCanSort() ? (
                <button type="button" onClick={header.column.getToggleSortingHandler()}>
                  {columns[index]?.header}
                  {header.column.getIsSorted() === "asc" && <IconArrowUp size={12} />}
                  {header.column.getIsSorted() === "desc" && <IconArrowDown size={12} />}
                </button>
              ) : (
                <span className={columns[index]?.isHeaderHidden ? "sr-only" : undefined}>
                  {columns[index]?.header}
                </span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            data-link={onOpen ? "" : undefined}
            onClick={(event) => {
              if ((event.target as HTMLElement).closest("a, button, input")) return;
              onOpen?.(row.original);
            }}
          >
            {row.getVisibleCells().map((cell, index) => (
              <td key={cell.id} data-align={columns[index]?.align}>
                {flexRender(cell.column.columnDef.cell, cell.getContext())}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The name of a row whose object has no page of its own: opens it, by mouse and by key. */
export function OpenButton({ name, onOpen }: { name: string; onOpen: () => void }) {
  return (
    <button type="button" className="link" title={name} onClick={onOpen}>
      {name}
    </button>
  );
}

function definitionOf<T>(column: Column<T>): ColumnDef<T> {
  const { value } = column;
  return {
    id: column.id,
    cell: (context) => column.cell(context.row.original),
    enableSorting: value !== undefined,
    ...(value ? { accessorFn: (row: T) => value(row) ?? "" } : {}),
  };
}
