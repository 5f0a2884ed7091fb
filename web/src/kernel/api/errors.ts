// SPDX-License-Identifier: Apache-2.0

/** What the server answered when it refused: status, code and its sentences. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly details: string[];

  constructor(status: number, body: unknown) {
    const fields: Record<string, unknown> =
      typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const { message, detail, code } = fields;
    super(typeof message === "string" ? message : defaultMessage(status));
    this.status = status;
    this.code = typeof code === "string" ? code : `http.${status}`;
    this.details = linesOf(detail);
  }
}

function linesOf(detail: unknown): string[] {
  if (typeof detail === "string") return [detail];
  return Array.isArray(detail) ? detail.map(String) : [];
}

function defaultMessage(status: number): string {
  if (status === 0) return "The server cannot be reached";
  return `The server answered ${status}`;
}
