// SPDX-License-Identifier: Apache-2.0
export { deploymentRoutes } from "./routes";
