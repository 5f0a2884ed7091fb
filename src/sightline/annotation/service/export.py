# SPDX-License-Identifier: Apache-2.0
"""Exports of a dataset version: COCO, YOLO and Pascal VOC; assets without shapes are kept."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

import orjson

from sightline.annotation.repository import annotations as repository
from sightline.annotation.repository import shapes as shape_repository
from sightline.annotation.schemas import ExportInput
from sightline.datalake import api as datalake
from sightline.datasets import api as datasets
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid
from sightline.kernel.ids import new_id

CHUNK = 1_000


async def export_annotations(
    session: Session, organization_id: UUID, version_id: UUID, body: ExportInput
) -> str:
    """Write the file of a version into storage; return its object name."""
    version = await datasets.get_version(session, organization_id, version_id)
    labels = await datasets.list_labels(session, organization_id, version_id)
    reader = _Reader(session, organization_id, version_id, body)
    if body.type == "COCO":
        return await datalake.store_stream(
            session,
            organization_id,
            purpose="EXPORT",
            filename="annotations.json",
            chunks=_coco(reader, labels),
        )
    content = await (_yolo if body.type == "YOLO" else _voc)(reader, labels, version.type)
    return await datalake.store_bytes(
        session, organization_id, purpose="EXPORT", filename="annotations.zip", content=content
    )


class _Reader:
    """Walks the assets of a version in chunks, with the shapes of the annotation that counts."""

    def __init__(
        self, session: Session, organization_id: UUID, version_id: UUID, body: ExportInput
    ) -> None:
        self._session, self._organization_id = session, organization_id
        self._version_id, self._body = version_id, body

    async def chunks(self) -> AsyncIterator[tuple[list[Any], dict[UUID, list[Any]]]]:
        """Yield (asset rows, shapes by asset id); assets ascend by id."""
        ids = await self._asset_ids()
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            found = await datasets.asset_rows(self._session, self._organization_id, part)
            rows = {row.asset_id: row for row in found}
            chosen = await repository.preferred(
                self._session, self._organization_id, part, status=self._body.status
            )
            shapes = await shape_repository.of_annotations(
                self._session, self._organization_id, [row.id for row in chosen.values()]
            )
            by_asset: dict[UUID, list[Any]] = {}
            for shape in shapes:
                by_asset.setdefault(shape.asset_id, []).append(shape)
            yield [rows[i] for i in part if i in rows], by_asset

    async def _asset_ids(self) -> list[UUID]:
        members = await datasets.members(
            self._session, self._organization_id, self._version_id, self._body.asset_ids
        )
        return sorted(row.id for row in members)

    def name_of(self, row: Any) -> str:
        """Return the name under which a picture appears in the file."""
        suffix = PurePosixPath(row.filename).suffix
        names: dict[str, str] = {
            "FILENAME": row.filename,
            "OBJECT_NAME": row.object_name,
            "ASSET_ID": f"{row.asset_id}{suffix}",
            "DATA_ID": f"{row.id}{suffix}",
        }
        return names[self._body.export_key]


async def _coco(reader: _Reader, labels: Sequence[Any]) -> AsyncIterator[bytes]:
    """Stream the document; two passes over the assets keep memory flat."""
    index = {row.id: number for number, row in enumerate(labels)}
    head = {
        "info": {"description": "Exported by Sightline"},
        "licenses": [],
        "categories": [_category(number, row) for number, row in enumerate(labels)],
    }
    yield orjson.dumps(head)[:-1] + b',"images":['
    number, comma = 0, b""
    async for rows, _ in reader.chunks():
        for row in rows:
            number += 1
            image = {"id": number, "file_name": reader.name_of(row), "width": row.width or 0,
                     "height": row.height or 0}  # fmt: skip
            yield comma + orjson.dumps(image)
            comma = b","
    yield b'],"annotations":['
    image_id, shape_id, comma = 0, 0, b""
    async for rows, shapes in reader.chunks():
        for row in rows:
            image_id += 1
            for shape in shapes.get(row.asset_id, ()):
                shape_id += 1
                item = _coco_annotation(shape, shape_id, image_id, index[shape.label_id], row)
                yield comma + orjson.dumps(item)
                comma = b","
    yield b"]}"


def _category(number: int, row: Any) -> dict[str, Any]:
    category: dict[str, Any] = {"id": number, "name": row.name, "supercategory": ""}
    if row.skeleton:
        category["keypoints"] = row.skeleton["vertices"]
        category["skeleton"] = row.skeleton["edges"]
    return category


def _coco_annotation(
    shape: Any, number: int, image_id: int, category_id: int, asset: Any
) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": number,
        "image_id": image_id,
        "category_id": category_id,
        "bbox": [shape.x, shape.y, shape.w, shape.h],
        "area": shape.area,
        "iscrowd": 0,
        "segmentation": [],
    }
    if shape.kind in {"polygon", "line"}:
        item["segmentation"] = [[value for point in shape.geometry for value in point]]
    elif shape.kind == "mask":
        item["segmentation"] = {
            "size": [asset.height or 0, asset.width or 0],
            "counts": shape.geometry,
        }
    elif shape.kind == "keypoints":
        item["keypoints"] = [value for point in shape.geometry for value in point]
        item["num_keypoints"] = sum(1 for point in shape.geometry if point[2] > 0)
    if shape.text is not None:
        item["utf8_string"] = shape.text
    if shape.attributes:
        item["attributes"] = shape.attributes
    return item


async def _yolo(reader: _Reader, labels: Sequence[Any], version_type: str) -> bytes:
    """Write one text file per picture and ``data.yaml``; empty files are negatives."""
    index = {row.id: number for number, row in enumerate(labels)}
    buffer = io.BytesIO()
    with _Archive(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        names = "".join(
            f"  {n}: {orjson.dumps(row.name).decode()}\n" for n, row in enumerate(labels)
        )
        archive.writestr("data.yaml", f"nc: {len(labels)}\nnames:\n{names}")
        async for rows, shapes in reader.chunks():
            for row in rows:
                lines = [
                    line
                    for shape in shapes.get(row.asset_id, ())
                    if (line := _yolo_line(shape, index[shape.label_id], row, version_type))
                ]
                archive.add(reader.name_of(row), ".txt", "".join(lines))
    return buffer.getvalue()


def _yolo_line(shape: Any, number: int, row: Any, version_type: str) -> str:
    width, height = row.width or 1, row.height or 1
    if shape.kind == "classification":
        return f"{number}\n"
    if shape.kind == "polygon" and version_type != "OBJECT_DETECTION":
        points = " ".join(f"{x / width:.6f} {y / height:.6f}" for x, y in shape.geometry)
        return f"{number} {points}\n"
    centre_x, centre_y = (shape.x + shape.w / 2) / width, (shape.y + shape.h / 2) / height
    box = f"{centre_x:.6f} {centre_y:.6f} {shape.w / width:.6f} {shape.h / height:.6f}"
    if shape.kind == "keypoints":
        points = " ".join(f"{x / width:.6f} {y / height:.6f} {v:.0f}" for x, y, v in shape.geometry)
        return f"{number} {box} {points}\n"
    return f"{number} {box}\n"


async def _voc(reader: _Reader, _labels: Sequence[Any], _version_type: str) -> bytes:
    """Write one XML file per picture."""
    buffer = io.BytesIO()
    with _Archive(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        async for rows, shapes in reader.chunks():
            for row in rows:
                name = reader.name_of(row)
                objects = "".join(
                    _voc_object(shape)
                    for shape in shapes.get(row.asset_id, ())
                    if shape.kind in {"rectangle", "polygon"}
                )
                text = (
                    f"<annotation><filename>{escape(name)}</filename><size>"
                    f"<width>{row.width or 0}</width><height>{row.height or 0}</height>"
                    f"<depth>3</depth></size>{objects}</annotation>"
                )
                archive.add(name, ".xml", text)
    return buffer.getvalue()


def _voc_object(shape: Any) -> str:
    return (
        f"<object><name>{escape(shape.label_name)}</name><bndbox><xmin>{shape.x:g}</xmin>"
        f"<ymin>{shape.y:g}</ymin><xmax>{shape.x + shape.w:g}</xmax>"
        f"<ymax>{shape.y + shape.h:g}</ymax></bndbox></object>"
    )


class _Archive(zipfile.ZipFile):
    """One member per picture, below the root whatever a file was called."""

    def add(self, name: str, suffix: str, text: str) -> None:
        """Write the member of a picture.

        Raises:
            Invalid: another picture has the same name: unpacking would keep one of them only.
        """
        parts = [part for part in name.replace("\\", "/").split("/") if part.strip(".")]
        path = PurePosixPath(*parts) if parts else PurePosixPath(str(new_id()))
        member = str(path.with_suffix("")) + suffix
        if member in self.NameToInfo:
            raise Invalid(
                f"Several pictures would be written to {member!r}; nothing was exported:"
                " export with the key ASSET_ID or DATA_ID"
            )
        self.writestr(member, text)
