// SPDX-License-Identifier: Apache-2.0
import { IconPlus, IconTag, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button, Popover, Stack, TextInput } from "./kit";
import { ErrorState } from "./states";
import "./gallery.css";

export interface TagLike {
  id: string;
  name: string;
}

/** Tags as chips; with `onRemove` each can be taken off. */
export function TagChips(props: {
  tags: readonly TagLike[];
  onRemove?: ((tag: TagLike) => void) | undefined;
}) {
  const { tags, onRemove } = props;
  return (
    <>
      {tags.map((tag) => (
        <span key={tag.id} className="tag-chip" title={tag.name}>
          <span className="truncate">{tag.name}</span>
          {onRemove ? (
            <button
              type="button"
              aria-label={t("Remove tag {name}", { name: tag.name })}
              onClick={() => onRemove(tag)}
            >
              <IconX size={12} />
            </button>
          ) : (
            <i />
          )}
        </span>
      ))}
    </>
  );
}

export interface TagMenuProps {
  label: string;
  tags: readonly TagLike[];
  /** With it a new tag can be made by typing its name. */
  onCreate?: ((name: string) => Promise<unknown>) | undefined;
  onPick: (tag: TagLike) => Promise<unknown>;
}

/** A button that opens the list of tags to pick from. */
export function TagMenu({ label, tags, onCreate, onPick }: TagMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const wanted = text.trim().toLowerCase();
  const found = tags.filter((tag) => tag.name.toLowerCase().includes(wanted));
  const isNew = wanted !== "" && !tags.some((tag) => tag.name.toLowerCase() === wanted);
  const run = async (act: () => Promise<unknown>) => {
    setError(null);
    try {
      await act();
      setText("");
      setOpen(false);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} width={240} position="top-start" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconTag size={14} />}
          onClick={() => setOpen(!isOpen)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={4}>
          <TextInput
            aria-label={t("Tag name")}
            placeholder={onCreate ? t("Find or create a tag") : t("Find a tag")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              const first = found[0];
              if (event.key !== "Enter") return;
              if (isNew && onCreate) void run(() => onCreate(text.trim()));
              else if (first) void run(() => onPick(first));
            }}
          />
          <div className="tag-list">
            {found.map((tag) => (
              <Button
                key={tag.id}
                variant="subtle"
                fullWidth
                justify="start"
                onClick={() => void run(() => onPick(tag))}
              >
                {tag.name}
              </Button>
            ))}
            {isNew && onCreate && (
              <Button
                variant="light"
                fullWidth
                justify="start"
                leftSection={<IconPlus size={14} />}
                onClick={() => void run(() => onCreate(text.trim()))}
              >
                {t("Create “{name}”", { name: text.trim() })}
              </Button>
            )}
            {found.length === 0 && !isNew && <span className="faint small">{t("No tags")}</span>}
          </div>
          <ErrorState error={error} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
