// SPDX-License-Identifier: Apache-2.0
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "./Confirm";
import { ActionIcon, Button, TextInput } from "./kit";
import { ErrorState } from "./states";

interface Named {
  id: string;
  name: string;
}

export interface NameListProps<T extends Named> {
  items: readonly T[];
  /** What one of them is called: "Tag". */
  word: string;
  empty: ReactNode;
  isReadOnly?: boolean;
  /** What stands for the name, a chip for example. */
  show?: (item: T) => ReactNode;
  extra?: (item: T) => ReactNode;
  onCreate: (name: string) => Promise<unknown>;
  onRename: (id: string, name: string) => Promise<unknown>;
  onDelete: (id: string) => Promise<unknown>;
  /** What else a deletion takes away. */
  consequence: (item: T) => string;
}

/** A short list of names to add to, rename and delete: tags, labels. */
export function NameList<T extends Named>(props: NameListProps<T>) {
  const [name, setName] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [edited, setEdited] = useState<T | null>(null);
  const [dropped, setDropped] = useState<T | null>(null);
  const run = async (act: () => Promise<unknown>, then: () => void) => {
    setError(null);
    try {
      await act();
      then();
    } catch (problem) {
      setError(problem);
    }
  };
  const create = () => {
    if (name.trim())
      void run(
        () => props.onCreate(name.trim()),
        () => setName(""),
      );
  };
  return (
    <div className="stack name-list">
      {!props.isReadOnly && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            create();
          }}
        >
          <TextInput
            className="grow"
            aria-label={t("Name of the new {word}", { word: props.word.toLowerCase() })}
            placeholder={t("New {word}", { word: props.word.toLowerCase() })}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconPlus size={14} />} disabled={!name.trim()}>
            {t("Add")}
          </Button>
        </form>
      )}
      <ErrorState error={error} />
      {props.items.length === 0 && props.empty}
      <ul className="name-rows">
        {props.items.map((item) => (
          <li key={item.id} className="row">
            {edited?.id === item.id ? (
              <Rename
                item={item}
                onCancel={() => setEdited(null)}
                onSave={(next) =>
                  void run(
                    () => props.onRename(item.id, next),
                    () => setEdited(null),
                  )
                }
              />
            ) : (
              <>
                <span className="truncate grow">{props.show?.(item) ?? item.name}</span>
                {props.extra?.(item)}
                {!props.isReadOnly && (
                  <>
                    <ActionIcon
                      variant="subtle"
                      aria-label={t("Rename {name}", { name: item.name })}
                      onClick={() => setEdited(item)}
                    >
                      <IconPencil size={14} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={t("Delete {name}", { name: item.name })}
                      onClick={() => setDropped(item)}
                    >
                      <IconTrash size={14} />
                    </ActionIcon>
                  </>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        isOpen={dropped !== null}
        onClose={() => setDropped(null)}
        title={t("Delete {word} {name}", {
          word: props.word.toLowerCase(),
          name: dropped?.name ?? "",
        })}
        confirmLabel={t("Delete")}
        onConfirm={() => (dropped ? props.onDelete(dropped.id) : Promise.resolve())}
      >
        <p>{dropped && props.consequence(dropped)}</p>
      </Confirm>
    </div>
  );
}

function Rename(props: { item: Named; onSave: (name: string) => void; onCancel: () => void }) {
  const [text, setText] = useState(props.item.name);
  return (
    <form
      className="row grow"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) props.onSave(text.trim());
      }}
    >
      <TextInput
        className="grow"
        aria-label={t("New name")}
        value={text}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && props.onCancel()}
      />
      <Button type="submit">{t("Rename")}</Button>
      <Button variant="default" onClick={props.onCancel}>
        {t("Cancel")}
      </Button>
    </form>
  );
}
