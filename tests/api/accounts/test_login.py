# SPDX-License-Identifier: Apache-2.0
"""Logging in: cookies, cross-site guards, wrong passwords, one-time links."""

import asyncio

import httpx

from sightline.accounts import api as accounts
from sightline.kernel.db.session import Database
from tests.harness.running_platform import Member, RunningPlatform


def password_of(platform: RunningPlatform, member: Member) -> str:
    async def reset() -> str:
        database = Database(platform.postgres.app_url, pool_size=1)
        async with database.unit_of_work(None) as session:
            password = await accounts.reset_password(session, login=member.username)
        await database.close()
        return password

    return asyncio.run(reset())


def test_log_in_and_out(platform: RunningPlatform, member: Member) -> None:
    password = password_of(platform, member)
    with httpx.Client(base_url=platform.url) as browser:
        wrong = browser.post("/api/auth/login", json={"email": member.username, "password": "no"})
        assert wrong.status_code == 401
        done = browser.post(
            "/api/auth/login", json={"email": member.username, "password": password}
        )
        assert done.status_code == 200
        cookie = done.cookies["__Host-sightline"]
        headers = {"Cookie": f"__Host-sightline={cookie}"}

        session = browser.get("/api/auth/session", headers=headers).json()
        assert session["user"]["username"] == member.username

        without_token = browser.post("/api/auth/tokens", json={"name": "x"}, headers=headers)
        assert without_token.status_code == 403
        with_token = browser.post(
            "/api/auth/tokens",
            json={"name": "x"},
            headers={**headers, "X-CSRF-Token": session["csrf_token"]},
        )
        assert with_token.status_code == 200
        assert with_token.json()["token"].startswith("sl_")

        browser.post("/api/auth/logout", headers=headers)
        assert browser.get("/api/auth/session", headers=headers).status_code == 401


def test_revoked_token_is_refused(member: Member) -> None:
    with member.http() as api:
        made = api.post("/api/auth/tokens", json={"name": "short-lived"}).json()
        other = Member(member.url, member.organization_id, made["token"], member.username)
        with other.http() as second:
            assert second.get("/api/home/ping").status_code == 200
            api.delete(f"/api/auth/tokens/{made['id']}")
            assert second.get("/api/home/ping").status_code == 401


def test_foreign_organization_header_is_403_and_path_404(
    member: Member, platform: RunningPlatform
) -> None:
    foreign = platform.make_member().organization_id
    with member.http() as api:
        header = {"X-Picsellia-Organization": foreign}
        assert api.get("/api/home/ping", headers=header).status_code == 403
        assert api.get(f"/api/organization/{foreign}").status_code == 404


def test_client_logs_in(client: object) -> None:
    assert client is not None


def test_unknown_fields_nan_and_broken_json_are_refused(api: httpx.Client) -> None:
    assert api.post("/api/auth/tokens", json={"name": "x", "is_admin": True}).status_code == 422
    assert api.post("/api/auth/tokens", content=b'{"name": NaN}').status_code == 400
    assert api.post("/api/auth/tokens", content=b'{"name": ').status_code == 400
    assert api.post("/api/auth/tokens", json={"name": "a\x00b"}).status_code == 422


def test_login_link_works_once(platform: RunningPlatform, member: Member) -> None:
    async def link() -> str:
        database = Database(platform.postgres.app_url, pool_size=1)
        async with database.unit_of_work(None) as session:
            token = await accounts.login_link_token(session, login=member.username)
        await database.close()
        return token

    token = asyncio.run(link())
    first = httpx.post(f"{platform.url}/api/auth/login-link", json={"token": token})
    second = httpx.post(f"{platform.url}/api/auth/login-link", json={"token": token})
    assert (first.status_code, second.status_code) == (200, 401)
