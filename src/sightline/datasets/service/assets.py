# SPDX-License-Identifier: Apache-2.0
"""Listing and finding assets."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from sightline.datalake import api as datalake
from sightline.datasets.fields import ASSET_FIELDS
from sightline.datasets.models import Asset
from sightline.datasets.repository import assets as repository
from sightline.datasets.repository import versions as version_repository
from sightline.datasets.schemas import AssetSelection
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.ports.annotations import annotations
from sightline.kernel.query.sql import compile_query
from sightline.kernel.web.pagination import Page, PageRequest, fetch_page

_data = datalake.data_table.c


async def list_assets(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    query: str | None,
    paging: PageRequest,
    custom: dict[str, Any] | None = None,
    selection: AssetSelection | None = None,
    label_ids: Sequence[UUID] | None = None,
) -> Page:
    """List the assets of a version that match a query, a selection and labels."""
    await version_repository.get_version(session, organization_id, version_id)
    statement = repository.asset_statement(organization_id, version_id).where(
        compile_query(query, ASSET_FIELDS),
        datalake.custom_metadata_equals(custom or {}),
        _selected(selection),
    )
    if label_ids:
        carriers = await annotations().assets_with_labels(
            session, organization_id, version_id, label_ids
        )
        statement = statement.where(Asset.id.in_(carriers))
    return await fetch_page(session, statement, sorting=repository.SORTING, request=paging)


def _selected(selection: AssetSelection | None) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    if selection is None:
        return condition
    for values, column in (
        (selection.ids, Asset.id),
        (selection.data_ids, Asset.data_id),
        (selection.filenames, _data.filename),
        (selection.object_names, _data.object_name),
    ):
        if values is not None:
            condition &= column.in_(values)
    if selection.filename_startswith is not None:
        condition &= or_(
            *(_data.filename.startswith(p, autoescape=True) for p in selection.filename_startswith)
        )
    return condition


async def find_asset(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    asset_id: UUID | None,
    data_id: UUID | None,
    filename: str | None,
    object_name: str | None,
) -> Any:
    """Return the one asset of a version that matches all given criteria.

    Raises:
        Invalid: no criterion, or several assets match.
        NotFound: none matches.
    """
    await version_repository.get_version(session, organization_id, version_id)
    criteria = [
        column == value
        for column, value in (
            (Asset.id, asset_id),
            (Asset.data_id, data_id),
            (_data.filename, filename),
            (_data.object_name, object_name),
        )
        if value is not None
    ]
    if not criteria:
        raise Invalid("Give id, data_id, filename or object_name")
    rows = await repository.two_of(session, organization_id, version_id, criteria)
    if not rows:
        raise NotFound("No asset matches")
    if len(rows) > 1:
        raise Invalid("Several assets match; narrow it with the id")
    return rows[0]
