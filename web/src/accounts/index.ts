// SPDX-License-Identifier: Apache-2.0
export { loginRoute } from "./routes";
export { enterSession, logOut, type Session, sessionQuery, useRole, useSession } from "./session";
