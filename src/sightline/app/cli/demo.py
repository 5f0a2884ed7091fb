# SPDX-License-Identifier: Apache-2.0
"""``sightline demo``: the whole circle on a running server, through the public client."""

from pathlib import Path
from typing import Annotated

import typer

from sightline.app.seeds import read_owner
from sightline.app.supervisor.data_folder import DataFolder


def demo(
    url: Annotated[str | None, typer.Option(help="Address of a server.")] = None,
    token: Annotated[str | None, typer.Option(help="API token for it.")] = None,
    images: Annotated[
        Path | None, typer.Option(help="Own images.", exists=True, file_okay=False)
    ] = None,
    coco: Annotated[
        Path | None, typer.Option(help="COCO file of own images.", exists=True, dir_okay=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the generated scenes.", min=0)] = 0,
    classes: Annotated[str | None, typer.Option(help="Parts to draw, comma-separated.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a JSON report here.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Use the instance of this folder.")] = None,
) -> None:
    """Walk the whole circle: upload, train, deploy, review, retrain, compare, promote."""
    from rich.console import Console

    from sightline.demo.program import Options, run

    if (images is None) != (coco is None):
        raise typer.BadParameter("--images and --coco go together")
    if (url is None) != (token is None):
        raise typer.BadParameter("--url and --token go together")
    organization_id = None
    if url is None or token is None:
        url, token, organization_id = _running(data_dir)
    options = Options(
        url=url.rstrip("/"),
        token=token,
        organization_id=organization_id,
        images=images,
        coco=coco,
        seed=seed,
        classes=_classes(classes),
        report=report,
    )
    if run(options, Console()).failures():
        raise typer.Exit(1)


def _classes(named: str | None) -> tuple[str, ...]:
    """Read the parts to draw; the usual ones when none is named."""
    from sightline.demo.parts import NAMES
    from sightline.demo.scenes import CLASSES

    if not named:
        return CLASSES
    chosen = tuple(named.split(","))
    if set(chosen) - set(NAMES) or len(set(chosen)) < len(chosen):
        raise typer.BadParameter(f"classes are {', '.join(NAMES)}, each once")
    return chosen


def _running(data_dir: Path | None) -> tuple[str, str, str]:
    """Return address, token and organization of the running instance of a data folder."""
    folder = DataFolder.resolve(data_dir)
    state, owner = folder.read_state(), read_owner(folder.owner_file)
    if state is None or owner is None:
        raise typer.BadParameter(
            f"nothing runs on {folder.root}: start it with `sightline up`, or say --url and --token"
        )
    return state.url, owner.api_token, owner.organization_id
