// SPDX-License-Identifier: Apache-2.0
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { setSignedOutListener } from "@/kernel/api/client";
import { queryClient } from "@/kernel/api/query";
import { i18n } from "@/kernel/i18n/i18n";
import { ThemeProvider } from "@/ui/theme";
import { Toasts } from "@/ui/toast";
import { router } from "./router";

setSignedOutListener(() => {
  queryClient.clear();
  const back = window.location.pathname + window.location.search;
  void router.navigate({ to: "/login", search: { back } });
});

const host = document.getElementById("root");
if (!host) throw new Error("The page has no root element");
createRoot(host).render(
  <I18nProvider i18n={i18n}>
    <QueryClientProvider client={queryClient}>
      <ThemeProvider>
        <RouterProvider router={router} />
        <Toasts />
      </ThemeProvider>
    </QueryClientProvider>
  </I18nProvider>,
);
