// SPDX-License-Identifier: Apache-2.0
import { api } from "@/kernel/api/client";
import { ApiError } from "@/kernel/api/errors";
import type { Data, Datalake } from "./api";

const PART_BYTES = 26_214_400;
const PARTS_CLIENTS = new Set(["aws", "minio"]);

interface SignedUpload {
  client_type: string;
  presigned_url_data: { url: string; fields: Record<string, string> };
}

export interface Transfer {
  organizationId: string;
  lake: Datalake;
  file: File;
  tagIds: readonly string[];
  signal: AbortSignal;
  /** Share that has been sent, 0 to 1. */
  onProgress: (ratio: number) => void;
}

/** Bring one file into a datalake: name, bytes, then the data item. */
export async function transfer(task: Transfer): Promise<Data> {
  const { lake, file, organizationId } = task;
  const contentType = file.type || "application/octet-stream";
  const issued = await api.post<{ object_name: string }>(
    `/api/organization/${organizationId}/connector/${lake.connector_id}/generate_object_name`,
    { filename: file.name, type: "DATA", context: { datalake_id: lake.id } },
  );
  const name = issued.object_name;
  const isSent = file.size > PART_BYTES && (await sendParts(task, name, contentType));
  if (!isSent) await sendWhole(task, name, contentType);
  return api.post<Data>(`/api/datalake/${lake.id}/datas`, {
    type: contentType.startsWith("video/") ? "VIDEO" : "IMAGE",
    filename: file.name,
    object_name: name,
    content_type: contentType,
    tags: task.tagIds,
  });
}

async function sendWhole(task: Transfer, name: string, contentType: string): Promise<void> {
  const signed = await api.post<SignedUpload>(
    `/api/object-storage/${task.lake.connector_id}/generate_presigned_url`,
    { object_name: name, content_type: contentType },
  );
  const { url, fields } = signed.presigned_url_data;
  if (signed.client_type.toLowerCase() === "azure") {
    const headers = { ...fields, "Content-Type": contentType, "x-ms-blob-type": "BlockBlob" };
    await send("PUT", url, task.file, headers, task.signal, task.onProgress);
    return;
  }
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append("Content-Type", contentType);
  form.append("file", task.file, name);
  await send("POST", url, form, {}, task.signal, task.onProgress);
}

/** Send a large file in parts; false when this storage takes it only as a whole. */
async function sendParts(task: Transfer, name: string, contentType: string): Promise<boolean> {
  const base = `/api/object-storage/${task.lake.connector_id}`;
  const started = await api.post<{ client_type?: string; upload_id?: string }>(
    `${base}/init_multipart_upload`,
    { object_name: name, content_type: contentType },
  );
  const uploadId = started.upload_id;
  if (!uploadId || !PARTS_CLIENTS.has((started.client_type ?? "").toLowerCase())) return false;
  const parts: { ETag: string; PartNumber: number }[] = [];
  for (let from = 0; from < task.file.size; from += PART_BYTES) {
    const number = parts.length + 1;
    const { url } = await api.post<{ url: string }>(`${base}/generate_part_presigned_url`, {
      object_name: name,
      upload_id: uploadId,
      part_no: number,
    });
    const blob = task.file.slice(from, from + PART_BYTES);
    const onPart = (ratio: number) => task.onProgress((from + ratio * blob.size) / task.file.size);
    const etag = await send("PUT", url, blob, {}, task.signal, onPart);
    parts.push({ ETag: etag, PartNumber: number });
  }
  await api.post(`${base}/complete_part_upload`, {
    object_name: name,
    upload_id: uploadId,
    parts,
  });
  return true;
}

/** Send bytes with progress, which fetch does not tell; returns the ETag of the answer. */
function send(
  method: "POST" | "PUT",
  url: string,
  body: Blob | FormData,
  headers: Record<string, string>,
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [key, value] of Object.entries(headers)) request.setRequestHeader(key, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / Math.max(1, event.total));
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.getResponseHeader("ETag") ?? "");
      else reject(new ApiError(request.status, { message: "The storage refused the file" }));
    };
    request.onerror = () => reject(new ApiError(0, { message: "The storage cannot be reached" }));
    request.onabort = () => reject(new DOMException("The upload was stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
