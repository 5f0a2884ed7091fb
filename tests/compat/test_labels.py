# SPDX-License-Identifier: Apache-2.0
"""Labels with groups, skeletons and attributes."""

import picsellia
import pytest
from picsellia.exceptions import BadRequestError, ResourceNotFoundError
from picsellia.types.enums import InferenceType

from tests.conftest import connect
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_labels_and_groups(client: picsellia.Client, member: Member) -> None:
    version = client.create_dataset("d").create_version("v", type=InferenceType.KEYPOINT)
    car, bus, gone = (version.create_label(name) for name in ("car", "bus", "gone"))
    root = version.create_label_group("vehicles")
    leaf = version.create_label_group("small", parent=root)
    spare = version.create_label_group("spare")
    car.set_group(leaf)
    bus.update(name="coach")
    gone.delete()

    fresh = connect(member).get_dataset("d").get_version("v")
    assert sorted(label.name for label in fresh.list_labels()) == ["car", "coach"]
    assert fresh.get_label("coach").sync()["id"] == str(bus.id)
    group = fresh.get_label("car").get_group()
    assert (group.id, group.get_parent().id) == (leaf.id, root.id)
    root.update(name="traffic")
    spare.delete()
    groups = {item.id: item.name for item in fresh.list_label_groups()}
    assert groups == {root.id: "traffic", leaf.id: "small"}
    assert group.sync()["parent_id"] == str(root.id)
    with pytest.raises(ResourceNotFoundError):
        fresh.get_label("gone")
    with pytest.raises(BadRequestError):
        root.set_parent(leaf)
    shown(
        "POST /api/dataset/version/{}/labels",
        "POST /api/dataset/version/{}/labelgroups",
        "PATCH /api/label/{}",
        "DELETE /api/label/{}",
        "PATCH /api/label/group/{}",
        "DELETE /api/label/group/{}",
    )


def test_skeletons_and_attributes(client: picsellia.Client, member: Member) -> None:
    version = client.create_dataset("d").create_version("v", type=InferenceType.KEYPOINT)
    label = version.create_label("person")
    label.set_skeleton(["head", "neck", "hip"], [[1, 2], [2, 3]])
    shape = {"occluded": {"input_type": "BOOLEAN", "required": False, "archived": False}}
    scene = {"lux": {"input_type": "INTEGER", "required": False, "archived": False, "min": 0}}
    label.set_attributes(shape)
    version.set_attributes(scene)

    fresh = connect(member).get_dataset("d").get_version("v")
    again = fresh.get_label("person")
    skeleton = {"vertices": ["head", "neck", "hip"], "edges": [[1, 2], [2, 3]]}
    assert again.get_skeleton() == skeleton
    assert fresh.get_skeletons() == {str(label.id): skeleton}
    assert again.get_attributes() == shape
    assert fresh.get_attributes() == scene
    with pytest.raises(BadRequestError):
        label.set_skeleton(["a"], [[1, 2]])
    shown(
        "POST /api/label/{}/skeleton",
        "POST /api/label/{}/attributes",
        "POST /api/dataset/version/{}/attributes",
    )
