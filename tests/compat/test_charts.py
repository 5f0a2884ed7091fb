# SPDX-License-Identifier: Apache-2.0
"""Charts of a datalake against sums made by hand."""

from pathlib import Path

import picsellia
import pytest
from picsellia.exceptions import BadRequestError, ResourceConflictError
from picsellia.sdk.charts.datalake_chart import DatalakeChart
from picsellia.types.enums import (
    ChartAggregateFunction,
    ChartJSONValueType,
    DatalakeChartField,
    InferenceType,
)

from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown

COUNT, SUM, AVG = (ChartAggregateFunction[name] for name in ("COUNT", "SUM", "AVG"))
FIELD = DatalakeChartField


def groups(chart: DatalakeChart) -> dict[str | None, float]:
    stored = chart.sync()
    assert stored["status"] == "SUCCESS", stored
    return {item["group"]: item["value"] for item in stored["results"]["items"]}


def test_charts(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    lake = client.get_datalake()
    files = write_jpegs(tmp_path, 6)
    lake.upload_data(files[:2], tags=["day"], source="roof")
    lake.upload_data(files[2:5], tags=["day", "wet"], source="door")
    lake.upload_data(files[5])
    lots = {f"picture-00{n}.jpg": n for n in range(4)}
    for item in lake.list_data():
        if item.filename in lots:
            item.update_custom_metadata({"lot": lots[item.filename], "line": "a"})
    version = client.create_dataset("d").create_version("v", type=InferenceType.MULTI)
    version.add_data(lake.list_data(filenames=["picture-000.jpg", "picture-001.jpg"]))
    sizes = {Path(name).name: Path(name).stat().st_size for name in files}

    lake.create_chart("tags", COUNT, FIELD.ID, FIELD.TAG)
    lake.create_chart("bytes", SUM, FIELD.FILE_SIZE, FIELD.SOURCE)
    lake.create_chart("versions", COUNT, FIELD.ID, FIELD.DATASET_VERSION)
    lake.create_chart(
        "lots",
        AVG,
        FIELD.CUSTOM_METADATA,
        FIELD.TAG,
        filters={"q": 'tags.name = "wet"'},
        aggregate_json_key="lot",
        aggregate_json_value_type=ChartJSONValueType.INTEGER,
    )

    charts = {chart.name: chart for chart in connect(member).get_datalake().list_charts()}
    assert groups(charts["tags"]) == {"day": 5, "wet": 3, None: 1}
    assert groups(charts["bytes"]) == {
        "roof": sizes["picture-000.jpg"] + sizes["picture-001.jpg"],
        "door": sum(sizes[f"picture-00{n}.jpg"] for n in (2, 3, 4)),
        None: sizes["picture-005.jpg"],
    }
    assert groups(charts["versions"]) == {"d/v": 2, None: 4}
    assert groups(charts["lots"]) == {"day": 2.5, "wet": 2.5}
    shown("POST /api/datalake/{}/charts/", "GET /api/datalake/charts/{}")


def test_charts_are_changed_and_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    lake.upload_data(write_jpegs(tmp_path, 2), tags=["a"])
    chart = lake.create_chart("one", COUNT, FIELD.ID, FIELD.TAG, description="x")
    with pytest.raises(ResourceConflictError):
        lake.create_chart("one", COUNT, FIELD.ID, FIELD.TAG)
    for wrong in (
        {"aggregate_function": SUM, "aggregate_field": FIELD.CONTENT_TYPE},
        {"filters": {"q": "no such field = 1"}},
        {"filters": {"other": 1}},
    ):
        with pytest.raises(BadRequestError):
            chart.update(**wrong)
    chart.update(name="two", group_by_field=FIELD.CONTENT_TYPE)

    fresh = connect(member).get_datalake().list_charts()
    assert [(item.name, item.description) for item in fresh] == [("two", "x")]
    assert groups(fresh[0]) == {"image/jpeg": 2}
    chart.delete()
    assert connect(member).get_datalake().list_charts() == []
    shown("PATCH /api/datalake/charts/{}", "DELETE /api/datalake/charts/{}")
