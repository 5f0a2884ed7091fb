// SPDX-License-Identifier: Apache-2.0
export { datasetsQuery, type Version, versionQuery, versionsQuery } from "./api";
export { AddToDataset } from "./parts/AddToDataset";
export { datasetRoutes } from "./routes";
