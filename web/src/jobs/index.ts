// SPDX-License-Identifier: Apache-2.0
export { ENDED, type Job, jobQuery, jobsQuery, killJob } from "./api";
export { RunLog } from "./parts/RunLog";
export { jobRoutes } from "./routes";
