// SPDX-License-Identifier: Apache-2.0
import { IconArrowRight } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { keyLabel } from "@/kernel/actions/hotkeys";
import { type Action, useRegisteredActions } from "@/kernel/actions/registry";
import { t } from "@/kernel/i18n/i18n";
import { Modal, TextInput } from "./kit";
import "./kit.css";

/** Find an action by a few letters and run it. */
export function CommandPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      attributes={{ content: { "aria-label": t("Go to or run") } }}
    >
      <PaletteBody onClose={onClose} />
    </Modal>
  );
}

/** The action that opens the palette has no place in it. */
export const PALETTE = "app.palette";

function PaletteBody({ onClose }: { onClose: () => void }) {
  const actions = useRegisteredActions();
  const [text, setText] = useState("");
  const [picked, setPicked] = useState(0);
  const found = useMemo(
    () =>
      rankActions(
        actions.filter((action) => action.id !== PALETTE && (action.isEnabled?.() ?? true)),
        text,
      ),
    [actions, text],
  );
  const run = (action: Action | undefined) => {
    if (!action) return;
    onClose();
    action.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setPicked((found.length + picked + step) % Math.max(1, found.length));
    } else if (event.key === "Enter") run(found[picked]);
  };
  return (
    <div>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        px={12}
        py={6}
        placeholder={t("Go to or run…")}
        aria-label={t("Go to or run")}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPicked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" role="listbox" aria-label={t("Actions")}>
        {found.map((action, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          <div
            key={action.id}
            className="palette-item"
            role="option"
            aria-selected={index === picked}
            tabIndex={-1}
            onClick={() => run(action)}
          >
            <IconArrowRight size={14} aria-hidden />
            <span>{action.label}</span>
            <span className="faint small">{action.group}</span>
            {action.keys && <kbd className="spread">{keyLabel(action.keys)}</kbd>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Keep actions that hold the letters in order; those where a word starts with them come first. */
export function rankActions(actions: readonly Action[], text: string): Action[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [...actions];
  const scored = actions.map(
    (action) => [scoreOf(action.label.toLowerCase(), wanted), action] as const,
  );
  return scored
    .filter(([score]) => score > 0)
    .sort((a, b) => b[0] - a[0])
    .map(([, action]) => action);
}

function scoreOf(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 4;
  if (label.includes(` ${wanted}`)) return 3;
  if (label.includes(wanted)) return 2;
  let at = 0;
  for (const letter of label) if (letter === wanted[at]) at++;
  return at === wanted.length ? 1 : 0;
}

/** One line for each label, with all keys that do the same. */
function keysByLabel(actions: readonly Action[]): [string, string[]][] {
  const lines = new Map<string, string[]>();
  for (const action of actions) {
    lines.set(action.label, [...(lines.get(action.label) ?? []), action.keys ?? ""]);
  }
  return [...lines];
}

/** The keys of everything that can be done on the present page. */
export function KeySheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const actions = useRegisteredActions().filter((action) => action.keys);
  const groups = [...new Set(actions.map((action) => action.group))];
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("Keys")}
      size="lg"
      closeButtonProps={{ "aria-label": t("Close") }}
    >
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            {keysByLabel(actions.filter((action) => action.group === group)).map(
              ([label, keys]) => (
                <div key={label} className="row key-line">
                  <span className="grow">{label}</span>
                  {keys.map((one) => (
                    <kbd key={one} className="keys">
                      {keyLabel(one)}
                    </kbd>
                  ))}
                </div>
              ),
            )}
          </section>
        ))}
      </div>
    </Modal>
  );
}
