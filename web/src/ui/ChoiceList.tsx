// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import "./choices.css";

export interface ChoiceListProps<T> {
  label: string;
  items: readonly T[];
  chosenId: string | undefined;
  onChoose: (item: T) => void;
  /** What an entry shows. */
  children: (item: T) => ReactNode;
  empty: ReactNode;
}

/** One of several objects, chosen by a press; for dialogs. */
export function ChoiceList<T extends { id: string }>(props: ChoiceListProps<T>) {
  if (props.items.length === 0) return <div className="choices">{props.empty}</div>;
  return (
    <div className="choices" role="listbox" aria-label={props.label}>
      {props.items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="option"
          aria-selected={item.id === props.chosenId}
          className="choice"
          onClick={() => props.onChoose(item)}
        >
          {props.children(item)}
        </button>
      ))}
    </div>
  );
}
