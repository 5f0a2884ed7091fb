# SPDX-License-Identifier: Apache-2.0
"""The installation that a command means: of a data folder, or of the settings alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sightline.app.supervisor.data_folder import DataFolder
from sightline.kernel.postgres.server import EmbeddedPostgres
from sightline.kernel.settings import Settings, get_settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings with working database addresses."""

    settings: Settings

    @classmethod
    @contextmanager
    def open(cls, data_dir: Path | None) -> Iterator["Installation"]:
        """Yield the installation; starts the embedded database when it does not run.

        Raises:
            FileNotFoundError: the data folder holds no installation.
        """
        folder = DataFolder.resolve(data_dir)
        if os.environ.get("SIGHTLINE_DATABASE_URL"):
            yield cls(_settings(folder))
            return
        if not folder.secret_file.exists() and not os.environ.get("SIGHTLINE_SECRET_KEY"):
            raise FileNotFoundError(
                f"{folder.root} holds no installation: run `sightline up` first"
            )
        postgres = EmbeddedPostgres(folder.root)
        is_running = folder.is_locked()
        if is_running:
            postgres.attach()
            _name_database(postgres)
            yield cls(_settings(folder))
            return
        with folder.lock():
            postgres.start()
            try:
                _name_database(postgres)
                yield cls(_settings(folder))
            finally:
                postgres.stop()


def _name_database(postgres: EmbeddedPostgres) -> None:
    os.environ["SIGHTLINE_DATABASE_URL"] = postgres.app_url
    os.environ["SIGHTLINE_DATABASE_ADMIN_URL"] = postgres.admin_url


def _settings(folder: DataFolder) -> Settings:
    os.environ["SIGHTLINE_DATA_DIR"] = str(folder.root)
    if not os.environ.get("SIGHTLINE_SECRET_KEY") and folder.secret_file.exists():
        os.environ.setdefault("SIGHTLINE_SECRET_KEY_FILE", str(folder.secret_file))
    get_settings.cache_clear()
    return get_settings()
