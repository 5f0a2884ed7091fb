// SPDX-License-Identifier: Apache-2.0
export { type Job, jobQuery } from "./api";
export { jobRoutes } from "./routes";
