# SPDX-License-Identifier: Apache-2.0
"""Logging in: cookies, cross-site guards, wrong passwords, one-time links."""

import asyncio
import uuid

import httpx
import pytest

from sightline.accounts import api as accounts
from sightline.accounts.service import ATTEMPTS, ATTEMPTS_OF_ADDRESS, AttemptLimit
from sightline.kernel.db.session import Database
from sightline.kernel.errors import TooMany
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


def test_one_address_cannot_try_every_account() -> None:
    limit = AttemptLimit()
    for number in range(ATTEMPTS_OF_ADDRESS):
        limit.check(f"user-{number}", "10.0.0.1")
        limit.failed(f"user-{number}", "10.0.0.1")
    with pytest.raises(TooMany):
        limit.check("somebody-else", "10.0.0.1")
    limit.check("somebody-else", "10.0.0.2")


def test_failures_that_count_are_never_forgotten() -> None:
    limit = AttemptLimit()
    for _ in range(ATTEMPTS):
        limit.failed("victim", "10.0.0.1")
    for number in range(10_050):
        limit.failed("noise", f"10.{number}")
    with pytest.raises(TooMany):
        limit.check("victim", "10.0.0.1")


def test_another_site_cannot_log_anybody_out(platform: RunningPlatform, member: Member) -> None:
    password = password_of(platform, member)
    with httpx.Client(base_url=platform.url) as browser:
        done = browser.post(
            "/api/auth/login", json={"email": member.username, "password": password}
        )
        cookie = {"Cookie": f"__Host-sightline={done.cookies['__Host-sightline']}"}
        evil = {**cookie, "Origin": "http://evil.example"}
        assert browser.post("/api/auth/logout", headers=evil).status_code == 403
        assert browser.get("/api/auth/session", headers=cookie).status_code == 200


def test_head_is_answered_as_get_is_without_a_body(platform: RunningPlatform) -> None:
    with httpx.Client(base_url=platform.url) as http:
        for path, status in (("/livez", 200), ("/docs", 200), ("/api/home/ping", 401)):
            answer = http.head(path)
            assert (answer.status_code, answer.content) == (status, b"")
            assert "content-security-policy" in answer.headers
        assert http.head("/api/events").status_code == 405


def test_a_job_cannot_touch_the_account_that_started_it(
    platform: RunningPlatform, member: Member
) -> None:
    async def issue() -> str:
        database = Database(platform.postgres.app_url, pool_size=1)
        async with database.unit_of_work(None) as session:
            principal = await accounts.authenticate_token(session, member.token)
            token = await accounts.issue_run_token(
                session,
                user_id=principal.user_id,
                organization_id=principal.organization_id,
                run_id=uuid.uuid4(),
            )
        await database.close()
        return token

    run = Member(member.url, member.organization_id, asyncio.run(issue()), member.username)
    with member.http() as own, run.http() as program:
        own.post("/api/auth/tokens", json={"name": "kept"}).raise_for_status()
        kept = own.get("/api/auth/tokens").json()["items"][0]["id"]
        assert program.get("/api/home/ping").status_code == 200
        for method, path, body in (
            ("GET", "/api/auth/tokens", None),
            ("POST", "/api/auth/tokens", {"name": "x"}),
            ("DELETE", f"/api/auth/tokens/{kept}", None),
            ("POST", "/api/auth/password", {"current_password": "a", "new_password": "b" * 20}),
        ):
            assert program.request(method, path, json=body).status_code == 403
        assert kept in own.get("/api/auth/tokens").text
