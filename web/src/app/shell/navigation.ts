// SPDX-License-Identifier: Apache-2.0
import {
  IconBox,
  IconDatabase,
  IconFlask,
  IconHome,
  type IconProps,
  IconRocket,
  IconStack2,
  IconTerminal2,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface Entry {
  id: string;
  label: string;
  to: "/" | "/datalakes" | "/datasets" | "/jobs" | "/projects" | "/models" | "/deployments";
  keys: string;
  /** Addresses of pages that belong to the place but lie beside its own. */
  also?: string;
  icon: ComponentType<IconProps>;
  /** Heading in the sidebar; null at its bottom. */
  group: "Data Management" | "Data Science" | "Model Operations" | null;
}

/** Places of the sidebar (NAV-01); an entry appears when its page exists. */
export const ENTRIES: readonly Entry[] = [
  { id: "home", label: "Home", to: "/", keys: "g h", icon: IconHome, group: null },
  {
    id: "datalakes",
    label: "Datalake",
    to: "/datalakes",
    keys: "g d",
    icon: IconDatabase,
    group: "Data Management",
  },
  {
    id: "datasets",
    label: "Datasets",
    to: "/datasets",
    keys: "g s",
    icon: IconStack2,
    group: "Data Management",
  },
  {
    id: "projects",
    label: "Projects",
    to: "/projects",
    keys: "g p",
    also: "/experiments/",
    icon: IconFlask,
    group: "Data Science",
  },
  {
    id: "models",
    label: "Model registry",
    to: "/models",
    keys: "g m",
    icon: IconBox,
    group: "Model Operations",
  },
  {
    id: "deployments",
    label: "Deployments",
    to: "/deployments",
    keys: "g e",
    icon: IconRocket,
    group: "Model Operations",
  },
  { id: "jobs", label: "Jobs", to: "/jobs", keys: "g j", icon: IconTerminal2, group: null },
];

export const GROUPS = ["Data Management", "Data Science", "Model Operations"] as const;
