// SPDX-License-Identifier: Apache-2.0
export { annotationRoutes } from "./routes";
