// SPDX-License-Identifier: Apache-2.0
export {
  type ConstraintSet,
  datalakesQuery,
  type Model,
  type ModelVersion,
  modelsQuery,
  type Parameters,
  TYPES,
  typesFit,
  typeWord,
  versionQuery,
  versionsQuery,
} from "./api";
export { MetricStats, metricName } from "./parts/MetricStats";
export { ModelPicker } from "./parts/ModelPicker";
export { registryRoutes } from "./routes";
