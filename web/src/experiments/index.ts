// SPDX-License-Identifier: Apache-2.0
export {
  type DatasetVersion,
  projectsQuery,
  projectVersionsQuery,
  versionChoicesQuery,
} from "./api";
export { ConstraintDialog } from "./parts/ConstraintDialog";
export { type Attachment, DatasetsPart } from "./parts/DatasetsPart";
export { ParametersEditor } from "./parts/ParametersEditor";
export { type ParameterRow, parametersOf, problemOf, rowsOf } from "./parts/parameters";
export { VersionLink } from "./parts/VersionLink";
export { VersionSelect } from "./parts/VersionSelect";
export { experimentRoutes } from "./routes";
