# SPDX-License-Identifier: Apache-2.0
"""Cursors: a walk through a list finds each object once; a cursor fits its own list and order."""

import httpx
import pytest

NAMES = [f"dataset {number}" for number in (3, 1, 4, 0, 2)]


@pytest.fixture
def datasets(api: httpx.Client) -> str:
    organization = api.get("/api/auth/session").json()["organization"]["id"]
    path = f"/api/organization/{organization}/datasets"
    for name in NAMES:
        api.post(path, json={"name": name}).raise_for_status()
    return path


def walk(api: httpx.Client, path: str, order_by: str) -> list[str]:
    found, cursor = [], None
    for _ in NAMES:
        asked = {"limit": 2, "order_by": order_by, **({"cursor": cursor} if cursor else {})}
        page = api.get(path, params=asked).json()
        assert page["count"] == len(NAMES)
        found += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_walk_finds_each_once_in_order(api: httpx.Client, datasets: str, sign: str) -> None:
    assert walk(api, datasets, f"{sign}name") == sorted(NAMES, reverse=sign == "-")


@pytest.mark.parametrize("elsewhere", ["order", "direction", "list"])
def test_a_cursor_of_another_list_or_order_is_refused(
    api: httpx.Client, datasets: str, elsewhere: str
) -> None:
    cursor = api.get(datasets, params={"limit": 2, "order_by": "name"}).json()["next_cursor"]
    path = datasets.replace("datasets", "jobs") if elsewhere == "list" else datasets
    order = {"order": "created_at", "direction": "-name", "list": "name"}[elsewhere]

    answer = api.get(path, params={"limit": 2, "order_by": order, "cursor": cursor})

    assert answer.status_code == 400
    assert "another list" in answer.json()["message"]
