# SPDX-License-Identifier: Apache-2.0
"""What the browser tests look at: generated scenes in a datalake and a dataset, by the client."""

import asyncio
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import picsellia
from picsellia.types.enums import InferenceType

from sightline.accounts import api as accounts
from sightline.demo import scenes
from sightline.kernel.db.session import Database
from tests.harness.running_platform import Member, RunningPlatform

IMAGES = 24
SEED = 11
TAG = "line-1"
OWN = f'tags.name = "{TAG}"'


@dataclass
class Scenery:
    """One organization with data; `member` calls the API next to the browser."""

    platform: RunningPlatform
    member: Member
    login_link: str
    lake_id: str
    dataset_id: str
    version_id: str
    coco: dict[str, Any]
    spare_files: list[Path] = field(default_factory=list)

    @property
    def lake_path(self) -> str:
        return f"/datalakes/{self.lake_id}"

    @property
    def own_data_path(self) -> str:
        """The grid without what other tests upload."""
        return f"{self.lake_path}?{urlencode({'q': OWN})}"

    @property
    def version_path(self) -> str:
        return f"/datasets/{self.dataset_id}/{self.version_id}"

    def get(self, path: str, **query: Any) -> Any:
        """Ask the API for what a page should show."""
        with self.member.http() as api:
            answer = api.get(path, params=query)
            answer.raise_for_status()
            return answer.json()


def build(platform: RunningPlatform) -> Scenery:
    """Upload scenes, make a dataset of them and import their ground truth."""
    member = platform.make_member()
    link = asyncio.run(_login_link(platform, member.username))
    folder = Path(tempfile.mkdtemp(prefix="scenery-"))
    images, coco = scenes.generate(SEED, IMAGES)
    paths = scenes.write(images, coco, folder)
    spare, _ = _spare(folder)
    client = picsellia.Client(
        api_token=member.token, organization_id=member.organization_id, host=member.url
    )
    lake = client.get_datalake()
    tag = lake.get_or_create_data_tag(TAG)
    data = lake.upload_data([str(path) for path in paths], tags=[tag])
    dataset = client.create_dataset("conveyor")
    version = dataset.create_version("initial", type=InferenceType.OBJECT_DETECTION)
    version.add_data(data)
    truth = folder / "truth.json"
    truth.write_text(json.dumps(coco))
    version.import_annotations_coco_file(str(truth), force_create_label=True)
    return Scenery(
        platform, member, link, str(lake.id), str(dataset.id), str(version.id), coco, spare
    )


def _spare(folder: Path) -> tuple[list[Path], dict[str, Any]]:
    images, coco = scenes.generate(SEED + 1, 3)
    return scenes.write(images, coco, folder / "spare"), coco


async def _login_link(platform: RunningPlatform, username: str) -> str:
    database = Database(platform.postgres.app_url, pool_size=1)
    async with database.unit_of_work(None) as session:
        token = await accounts.login_link_token(session, login=username)
    await database.close()
    return f"/login?link={token}"
