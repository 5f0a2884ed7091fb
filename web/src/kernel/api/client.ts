// SPDX-License-Identifier: Apache-2.0
import createClient, { type Middleware } from "openapi-fetch";
import { ApiError } from "./errors";
import type { paths } from "./schema.gen";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

let csrfToken: string | null = null;
let onSignedOut: () => void = () => undefined;

/** Remember the token that unsafe requests must carry. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Register what happens when the session has ended. */
export function setSignedOutListener(listener: () => void): void {
  onSignedOut = listener;
}

const session: Middleware = {
  onRequest({ request }) {
    if (csrfToken && UNSAFE.has(request.method)) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
};

/** The typed door to every documented route. */
export const client = createClient<paths>({ credentials: "same-origin" });
client.use(session);

export type QueryValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly (string | number)[];

export interface CallOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

function addressOf(path: string, query: Record<string, QueryValue> | undefined): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value == null || value === "") continue;
    if (Array.isArray(value)) for (const item of value) search.append(key, String(item));
    else search.append(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (csrfToken && UNSAFE.has(method)) headers["X-CSRF-Token"] = csrfToken;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const response = await send(addressOf(path, options.query), {
    method,
    headers,
    credentials: "same-origin",
    signal: options.signal ?? null,
    body: options.body === undefined ? null : JSON.stringify(options.body),
  });
  const body = await read(response);
  if (response.ok) return body as T;
  if (response.status === 401 && !path.startsWith("/api/auth/")) onSignedOut();
  throw new ApiError(response.status, body);
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, {
      message: "The server cannot be reached",
      detail: "Nothing was changed. Check the connection and try again",
      code: "client.unreachable",
    });
  }
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 300) };
  }
}

/** Calls by path for routes whose answers the document leaves open; the caller names the type. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("POST", path, { ...options, body: body ?? {} }),
  put: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("PUT", path, { ...options, body: body ?? {} }),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", path, { ...options, body }),
  remove: <T>(path: string, body?: unknown, options?: CallOptions) =>
    call<T>("DELETE", path, { ...options, ...(body === undefined ? {} : { body }) }),
};

export interface Page<T> {
  items: T[];
  count: number;
  next_cursor?: string | null;
}
