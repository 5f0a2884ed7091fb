// SPDX-License-Identifier: Apache-2.0
import { IconHome, type IconProps, IconTerminal2 } from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface Entry {
  id: string;
  label: string;
  to: "/" | "/jobs";
  keys: string;
  icon: ComponentType<IconProps>;
  /** Heading in the sidebar; null at its bottom. */
  group: "Data Management" | "Data Science" | "Model Operations" | null;
}

/** Places of the sidebar (NAV-01); an entry appears when its page exists. */
export const ENTRIES: readonly Entry[] = [
  { id: "home", label: "Home", to: "/", keys: "g h", icon: IconHome, group: null },
  { id: "jobs", label: "Jobs", to: "/jobs", keys: "g j", icon: IconTerminal2, group: null },
];

export const GROUPS = ["Data Management", "Data Science", "Model Operations"] as const;
