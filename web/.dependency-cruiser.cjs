// SPDX-License-Identifier: Apache-2.0
const SLICES =
  "accounts|annotation|datalake|datasets|deployments|experiments|jobs|processings|registry";

/** Arrow of imports: app > slices > ui | editor > kernel. */
module.exports = {
  forbidden: [
    {
      name: "kernel-stands-alone",
      severity: "error",
      from: { path: "^src/kernel/" },
      to: { path: `^src/(app|ui|editor|${SLICES})/` },
    },
    {
      name: "ui-below-slices",
      severity: "error",
      from: { path: "^src/ui/" },
      to: { path: `^src/(app|${SLICES})/` },
    },
    {
      name: "editor-below-slices",
      severity: "error",
      from: { path: "^src/editor/" },
      to: { path: `^src/(app|ui|${SLICES})/|node_modules/@mantine/` },
    },
    {
      name: "editor-engine-free-of-frameworks",
      severity: "error",
      from: { path: "^src/editor/", pathNot: "^src/editor/(react/|index\\.ts$)" },
      to: { path: "^src/editor/react/|node_modules/(react|react-dom)/" },
    },
    {
      name: "slices-below-app",
      severity: "error",
      from: { path: `^src/(${SLICES})/` },
      to: { path: "^src/app/" },
    },
    {
      name: "slices-meet-through-index",
      severity: "error",
      from: { path: `^src/(${SLICES})/` },
      to: { path: `^src/(${SLICES})/`, pathNot: ["^src/$1/", "/index\\.ts$"] },
    },
    {
      name: "mantine-behind-ui",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/ui/" },
      to: { path: "node_modules/@mantine/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import"] },
  },
};
