// SPDX-License-Identifier: Apache-2.0
import { findByKeys, isPrefixOfKeys } from "./registry";

const SEQUENCE_MS = 900;

/** Write a key press the way actions name it: "mod+k", "shift+a", "?", "escape". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const isLetter = /^[a-z0-9]$/.test(key) || key.length > 1;
  const parts = [
    event.ctrlKey || event.metaKey ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && isLetter ? "shift" : "",
    key,
  ];
  return parts.filter(Boolean).join("+");
}

/** Does the target take typed text? Plain keys then belong to it. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Run registered actions on their keys until the returned function is called. */
export function listenToHotkeys(): () => void {
  let before = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    const name = keyName(event);
    if (event.defaultPrevented || (isTyping(event.target) && !name.startsWith("mod+"))) return;
    if (document.querySelector("[role=dialog]") && !name.startsWith("mod+")) return;
    const keys = before ? `${before} ${name}` : name;
    clearTimeout(timer);
    before = "";
    const action = findByKeys(keys);
    if (action) {
      event.preventDefault();
      action.run();
    } else if (isPrefixOfKeys(keys)) {
      before = keys;
      timer = setTimeout(() => {
        before = "";
      }, SEQUENCE_MS);
    }
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

const KEY_NAMES: Record<string, string> = {
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  escape: "Esc",
  enter: "Enter",
  delete: "Del",
  backspace: "⌫",
  space: "Space",
};
const NAMED = new RegExp(`(^|\\+)(${Object.keys(KEY_NAMES).join("|")})$`);

/** Show keys the way the keyboard names them. */
export function keyLabel(keys: string): string {
  return keys
    .split(" ")
    .map((chord) =>
      chord
        .replace(NAMED, (_, lead: string, key: string) => lead + (KEY_NAMES[key] ?? key))
        .replace("mod+", isApple ? "⌘" : "Ctrl ")
        .replace("shift+", "⇧")
        .replace("alt+", isApple ? "⌥" : "Alt ")
        .replace(/(^|\s|⇧|⌘)([a-z])$/, (_, lead: string, key: string) => lead + key.toUpperCase()),
    )
    .join(" ");
}
