// SPDX-License-Identifier: Apache-2.0
export { type Data, type Datalake, lakesQuery, type Tag } from "./api";
export { datalakeRoutes } from "./routes";
