// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

/** What a card says while there is nothing to draw. */
export function Nothing({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className="nothing">
      <span className="faint">{text}</span>
      {action}
    </div>
  );
}
