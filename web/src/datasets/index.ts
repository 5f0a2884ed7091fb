// SPDX-License-Identifier: Apache-2.0
export {
  type Asset,
  type AssetFilter,
  type AssetShape,
  datasetsQuery,
  type Label,
  listAssets,
  type Version,
  versionQuery,
  versionsQuery,
} from "./api";
export { AddToDataset } from "./parts/AddToDataset";
export { datasetRoutes } from "./routes";
export { toEditorShape } from "./shapes";
