// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": `${root}src` } },
  build: {
    outDir: `${root}../src/sightline/web`,
    emptyOutDir: true,
    // the policy allows neither data: fonts nor inline scripts: every asset stays a file of its own
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    sourcemap: false,
  },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
