# SPDX-License-Identifier: Apache-2.0
"""Uploads by plain HTTP, step by step as the contract has them (api.md §4)."""

from typing import Any

import httpx


class Uploader:
    """The storage routes of one organization."""

    def __init__(self, http: httpx.Client, organization_id: str) -> None:
        self.http, self.organization_id = http, organization_id
        self.lake = self._get(f"/api/organization/{organization_id}/datalake")
        self.connector_id = self.lake["connector_id"]

    def _get(self, path: str) -> Any:
        return self.http.get(path).raise_for_status().json()

    def name(self, filename: str = "a.jpg", kind: str = "DATA") -> httpx.Response:
        path = f"/api/organization/{self.organization_id}/connector/{self.connector_id}"
        body = {"filename": filename, "type": kind}
        return self.http.post(f"{path}/generate_object_name", json=body)

    def storage(self, act: str, **body: Any) -> httpx.Response:
        return self.http.post(f"/api/object-storage/{self.connector_id}/{act}", json=body)

    def send(self, object_name: str, content: bytes) -> httpx.Response:
        signed = self.storage("generate_presigned_url", object_name=object_name, content_type="x/y")
        url = signed.raise_for_status().json()["presigned_url_data"]["url"]
        return httpx.post(url, files={"file": (object_name, content)})

    def upload(self, content: bytes, filename: str = "a.jpg", kind: str = "DATA") -> str:
        name: str = self.name(filename, kind).raise_for_status().json()["object_name"]
        self.send(name, content).raise_for_status()
        return name

    def data(self, object_name: str, filename: str = "a.jpg", **more: Any) -> httpx.Response:
        body = {
            "type": "IMAGE",
            "filename": filename,
            "object_name": object_name,
            "content_type": "image/jpeg",
            **more,
        }
        return self.http.post(f"/api/datalake/{self.lake['id']}/datas", json=body)
