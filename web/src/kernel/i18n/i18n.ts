// SPDX-License-Identifier: Apache-2.0
import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";

// message ids are the English texts: the catalogue of English is empty, other languages translate them
i18n.setMessagesCompiler(compileMessage);
i18n.load("en", {});
i18n.activate("en");

export type MessageValues = Record<string, string | number | null | undefined>;

/** Translate an ICU message whose id is its English text. */
export function t(message: string, values?: MessageValues): string {
  return i18n._({ id: message, message, ...(values ? { values } : {}) });
}

export { i18n };
