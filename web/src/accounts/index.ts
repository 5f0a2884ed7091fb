// SPDX-License-Identifier: Apache-2.0
export { loginRoute } from "./routes";
export { enterSession, logOut, type Session, sessionQuery, useSession } from "./session";
