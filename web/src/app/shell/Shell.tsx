// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { listenToHotkeys } from "@/kernel/actions/hotkeys";
import { useActions } from "@/kernel/actions/registry";
import { followChanges } from "@/kernel/events/events";
import { t } from "@/kernel/i18n/i18n";
import { CommandPalette, KeySheet, PALETTE } from "@/ui/CommandPalette";
import { SkeletonRows } from "@/ui/states";
import { useScheme } from "@/ui/theme";
import { ENTRIES } from "./navigation";
import { Sidebar } from "./Sidebar";
import { useObjectActions } from "./useObjectActions";
import "./shell.css";

/** Follow the server's changes and the keyboard while the application is open. */
function useListening() {
  const queryClient = useQueryClient();
  useEffect(() => followChanges(queryClient), [queryClient]);
  useEffect(() => listenToHotkeys(), []);
}

/** Sidebar and sheet around every page behind the log-in. */
export function Shell() {
  const navigate = useNavigate();
  const { setScheme } = useScheme();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  useListening();
  useObjectActions(isPaletteOpen);
  const general = t("General");
  useActions([
    {
      id: PALETTE,
      label: t("Go to or run…"),
      keys: "mod+k",
      group: general,
      run: () => setPaletteOpen(true),
    },
    {
      id: "app.keys",
      label: t("Show keys"),
      keys: "?",
      group: general,
      run: () => setSheetOpen(true),
    },
    ...ENTRIES.map((entry) => ({
      id: `go.${entry.id}`,
      label: t("Go to {place}", { place: t(entry.label) }),
      keys: entry.keys,
      group: t("Go to"),
      run: () => void navigate({ to: entry.to }),
    })),
    {
      id: "theme.light",
      label: t("Light appearance"),
      group: general,
      run: () => setScheme("light"),
    },
    { id: "theme.dark", label: t("Dark appearance"), group: general, run: () => setScheme("dark") },
    {
      id: "theme.auto",
      label: t("Appearance of the system"),
      group: general,
      run: () => setScheme("auto"),
    },
  ]);
  return (
    <div className="shell">
      <Sidebar onSearch={() => setPaletteOpen(true)} />
      <main className="sheet">
        <Suspense fallback={<SkeletonRows />}>
          <Outlet />
        </Suspense>
      </main>
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <KeySheet isOpen={isSheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  );
}
