# SPDX-License-Identifier: Apache-2.0
"""``sightline``: run the platform, its roles, and the acts of an administrator.

Exit codes: 0 done or stopped; 1 the act failed; 2 bad usage or settings; 3 already running or a
port is busy.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sightline import __version__
from sightline.app.cli import admin, demo
from sightline.kernel.errors import AppError
from sightline.kernel.postgres.binaries import PostgresError
from sightline.kernel.settings import SettingsError

if TYPE_CHECKING:
    from sightline.app.supervisor.data_folder import DataFolder

app = typer.Typer(
    name="sightline",
    help="Self-hosted CVOps platform. `sightline up` starts everything on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(admin.app, name="admin")
app.command("demo")(demo.demo)

DataDir = Annotated[
    Path | None,
    typer.Option(help="Folder of database, files and keys [default: $SIGHTLINE_DATA_DIR]."),
]


@app.command()
def up(
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    inference_port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    public_url: Annotated[list[str] | None, typer.Option(help="Further base address.")] = None,
    inference_public_url: Annotated[list[str] | None, typer.Option()] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Return when it is ready.")] = False,
    free_ports: Annotated[
        bool, typer.Option("--free-ports", help="Take other ports where these are taken.")
    ] = False,
) -> None:
    """Start database, api, inference and worker; stop them with Ctrl-C or `sightline down`."""
    from sightline.app.supervisor import control, up
    from sightline.app.supervisor.data_folder import AlreadyRunning, DataFolder

    options = up.UpOptions(
        data_dir=data_dir,
        host=host,
        port=port,
        inference_port=inference_port,
        public_urls=public_url or [],
        inference_public_urls=inference_public_url or [],
        free_ports=free_ports,
    )
    folder = DataFolder.resolve(data_dir)
    try:
        if detach:
            arguments = [a for a in _arguments_after("up") if a != "--detach"]
            control.start_detached(folder, arguments)
            _say_state(folder)
        else:
            up.run(options, lambda text: print(text, flush=True))
    except AlreadyRunning:
        _fail(f"Sightline already runs on {folder.root}{_where(folder)}", 3)
    except up.PortBusy as error:
        _fail(f"{error}. Choose another with --port or --inference-port, or say --free-ports", 3)
    except control.DetachedFailed as error:
        _fail(str(error), error.code)


def _where(folder: "DataFolder") -> str:
    state = folder.read_state()
    return f" at {state.url}" if state else ""


def _arguments_after(command: str) -> list[str]:
    return sys.argv[sys.argv.index(command) + 1 :]


def _say_state(folder: "DataFolder") -> None:
    if (state := folder.read_state()) is not None:
        print(f"Sightline is ready at {state.url} (inference at {state.inference_url})")
        print(f"Data, keys and logs: {folder.root}. Stop: sightline down --data-dir {folder.root}")


@app.command()
def down(data_dir: DataDir = None) -> None:
    """Stop the platform that runs on a data folder."""
    from sightline.app.supervisor import control
    from sightline.app.supervisor.data_folder import DataFolder

    folder = DataFolder.resolve(data_dir)
    try:
        stopped = control.stop(folder)
    except TimeoutError as error:
        _fail(str(error), 1)
    print("Sightline has stopped." if stopped else f"Nothing runs on {folder.root}.")


@app.command()
def status(data_dir: DataDir = None) -> None:
    """Say whether the platform runs on a data folder, and where; exit 1 when it does not."""
    from sightline.app.supervisor.data_folder import DataFolder

    folder = DataFolder.resolve(data_dir)
    state = folder.read_state()
    if state is None:
        _fail(f"Nothing runs on {folder.root}.", 1)
    word = "ready" if state.ready else "starting"
    print(f"{word}: {state.url} (inference at {state.inference_url}), process {state.pid}")


@app.command()
def api() -> None:
    """Serve the main service (settings: SIGHTLINE_*)."""
    from sightline.app.http_server import serve
    from sightline.kernel.settings import get_settings

    settings = get_settings()
    settings.secret()
    serve("sightline.app.api:create_app", settings, settings.port)


@app.command()
def inference() -> None:
    """Serve predictions and monitoring (settings: SIGHTLINE_*)."""
    from sightline.app.http_server import serve
    from sightline.kernel.settings import get_settings

    settings = get_settings()
    settings.secret()
    serve("sightline.app.inference:create_app", settings, settings.inference_port)


@app.command()
def worker() -> None:
    """Run internal tasks and supervise jobs (settings: SIGHTLINE_*)."""
    from sightline.app.worker import main as run_worker
    from sightline.kernel.settings import get_settings

    get_settings().secret()
    run_worker()


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version; safe to repeat."""
    import asyncio

    from sightline.app import seeds, wiring
    from sightline.kernel.settings import get_settings
    from sightline.migrations.run import migrate as run_migrations

    settings = get_settings()
    if not settings.database_admin_url:
        raise SettingsError("SIGHTLINE_DATABASE_ADMIN_URL is not set")
    wiring.import_models()
    run_migrations(settings.database_admin_url)
    if settings.database_url:
        made = asyncio.run(seeds.ensure_seeded(settings))
        if made is not None:
            path = settings.require_data_dir() / "owner.json"
            seeds.write_owner(path, made)
            print(f"Made the owner's account; its password is in {path}")
    print("The database is at the schema of this version.")


@app.command()
def doctor(data_dir: DataDir = None) -> None:
    """Check settings, roles, row-level security, migrations and what must never be wrong."""
    from sightline.app.doctor import examine
    from sightline.app.installation import Installation

    with Installation.open(data_dir) as installation:
        findings = examine(installation.settings)
    for finding in findings:
        print(f"{finding.check}: {finding.text}")
    if findings:
        raise typer.Exit(1)
    print("No findings.")


@app.command()
def version() -> None:
    """Print the version."""
    print(__version__)


def _fail(text: str, code: int) -> NoReturn:
    print(text, file=sys.stderr)
    raise typer.Exit(code)


def main() -> None:
    """Run a command; errors that have a meaning become one line and an exit code."""
    try:
        app()
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)
        sys.exit(2)
    except (PostgresError, RuntimeError, OSError) as error:
        print(f"sightline: {error}", file=sys.stderr)
        sys.exit(1)
    except AppError as error:
        print(f"sightline: {error.message}", file=sys.stderr)
        sys.exit(1)
