# SPDX-License-Identifier: Apache-2.0
"""Every chart that can be asked for is computed or refused with a reason."""

import uuid
from typing import get_args

import httpx

from sightline.datalake.schemas import ChartField, ChartFunction
from tests.harness.objects import Uploader
from tests.harness.pictures import jpeg_bytes
from tests.harness.running_platform import Member


def keys(prefix: str, field: str | None) -> dict[str, str]:
    """What a metadata field needs besides its name."""
    if field == "METADATA":
        return {f"{prefix}_related_key": "latitude"}
    if field == "CUSTOM_METADATA":
        return {f"{prefix}_json_key": "k", f"{prefix}_json_value_type": "FLOAT"}
    return {}


def test_every_combination_is_computed_or_refused(api: httpx.Client, member: Member) -> None:
    uploader = Uploader(api, member.organization_id)
    name = uploader.upload(jpeg_bytes(1))
    uploader.data(name, custom_metadata={"k": 1}).raise_for_status()
    path = f"/api/datalake/{uploader.lake['id']}/charts"
    wrong, computed = [], 0
    for function in get_args(ChartFunction):
        for field in get_args(ChartField):
            for group in (None, *get_args(ChartField)):
                body = {
                    "name": uuid.uuid4().hex,
                    "aggregate_function": function,
                    "aggregate_field": field,
                    "group_by_field": group,
                    **keys("aggregate", field),
                    **keys("group_by", group),
                }
                answer = api.post(path, json=body)
                computed += answer.status_code == 200
                if answer.status_code not in {200, 400} or not answer.json():
                    wrong.append((function, field, group, answer.status_code))
    assert not wrong
    assert computed > 100


def test_a_sum_beyond_all_numbers_does_not_break_the_list(
    api: httpx.Client, member: Member
) -> None:
    uploader = Uploader(api, member.organization_id)
    for number in range(2):
        name = uploader.upload(jpeg_bytes(number))
        uploader.data(name, custom_metadata={"k": 1.5e308}).raise_for_status()
    path = f"/api/datalake/{uploader.lake['id']}/charts"
    body = {"name": "sum", "aggregate_function": "SUM", "aggregate_field": "CUSTOM_METADATA"}
    made = api.post(path, json={**body, **keys("aggregate", "CUSTOM_METADATA")})
    assert made.status_code == 200
    assert api.get(path).json()["items"][0]["status"] == "SUCCESS"
