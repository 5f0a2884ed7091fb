# SPDX-License-Identifier: Apache-2.0
"""``sightline admin``: accounts, for the person who owns the machine."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from sightline.accounts import api as accounts
from sightline.app.installation import Installation
from sightline.app.seeds import read_owner
from sightline.app.supervisor.data_folder import DataFolder
from sightline.kernel.db.session import Database, Session
from sightline.kernel.principal import Role

app = typer.Typer(help="Accounts: users, tokens, passwords, log-in links.", no_args_is_help=True)
DataDir = Annotated[Path | None, typer.Option(help="Folder of the installation.")]
Login = Annotated[str, typer.Argument(help="E-mail or user name.")]


def run_in_database(data_dir: Path | None, act: "Callable[[Session], Awaitable[object]]") -> object:
    """Run one act in a unit of work of the installation."""

    async def work(url: str) -> object:
        database = Database(url, pool_size=1)
        try:
            async with database.unit_of_work(None) as session:
                return await act(session)
        finally:
            await database.close()

    with Installation.open(data_dir) as installation:
        return asyncio.run(work(installation.settings.database_url))


@app.command("create-user")
def create_user(
    email: Annotated[str, typer.Argument()],
    username: Annotated[str, typer.Argument()],
    role: Annotated[Role, typer.Option(help="Role in the organization.")] = Role.USER,
    organization_id: Annotated[str | None, typer.Option(help="Default: the owner's.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Create an account with a random password, which is printed once."""
    password = secrets.token_urlsafe(15)

    async def act(session: Session) -> object:
        organization = UUID(organization_id) if organization_id else await _only(session, data_dir)
        return await accounts.create_user(
            session,
            email=email,
            username=username,
            password=password,
            organization_id=organization,
            role=role,
        )

    run_in_database(data_dir, act)
    print(f"user: {username}\npassword: {password}")


async def _only(session: Session, data_dir: Path | None) -> UUID:
    """Return the owner's organization, else the only one there is."""
    owner = read_owner(DataFolder.resolve(data_dir).owner_file)
    if owner is not None:
        return UUID(owner.organization_id)
    found = await accounts.list_organization_ids(session)
    if len(found) != 1:
        raise typer.BadParameter("several organizations: name one with --organization-id")
    return found[0]


@app.command("create-token")
def create_token(
    login: Login,
    name: Annotated[str, typer.Option(help="What the token is for.")] = "command line",
    data_dir: DataDir = None,
) -> None:
    """Make an API token; it is printed once and stored hashed."""
    print(run_in_database(data_dir, lambda s: accounts.create_token(s, login=login, name=name)))


@app.command("reset-password")
def reset_password(login: Login, data_dir: DataDir = None) -> None:
    """Give an account a new random password and end its sessions."""
    print(run_in_database(data_dir, lambda s: accounts.reset_password(s, login=login)))


@app.command("login-link")
def login_link(
    login: Annotated[str, typer.Argument(help="E-mail or user name.")] = "owner",
    data_dir: DataDir = None,
) -> None:
    """Print a one-time log-in address, good for 15 minutes."""
    token = run_in_database(data_dir, lambda s: accounts.login_link_token(s, login=login))
    state = DataFolder.resolve(data_dir).read_state()
    print(f"{state.url if state else ''}/login?link={token}")
