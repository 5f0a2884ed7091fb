# SPDX-License-Identifier: Apache-2.0
"""What the data of each type of log must look like (XT-02 … XT-05); charts rely on it."""

from collections.abc import Callable
from typing import Any

from sightline.kernel.errors import Invalid


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_point(value: Any) -> bool:
    """A gap is a point too: the client sends NaN as null."""
    return value is None or _is_number(value)


def _are_points(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_point, value))


def _is_matrix(value: Any) -> bool:
    """Rows of one length."""
    if not isinstance(value, list):
        return False
    return all(isinstance(row, list) and len(row) == len(value[0]) for row in value)


def _is_line(data: Any) -> bool:
    if isinstance(data, dict):
        return all(_is_point(series) or _are_points(series) for series in data.values())
    return _is_point(data) or _are_points(data)


def _is_table(data: Any) -> bool:
    if isinstance(data, list):
        return _is_matrix(data) or all(isinstance(row, dict) for row in data)
    if not isinstance(data, dict):
        return False
    cells, columns = data.get("data"), data.get("columns")
    if not isinstance(cells, list) or not isinstance(columns, list):
        return True
    return _is_matrix(cells) and all(len(row) == len(columns) for row in cells)


def _is_bar(data: Any) -> bool:
    if not isinstance(data, dict):
        return False
    x, y = data.get("x"), data.get("y")
    return isinstance(x, list) and _are_points(y) and len(x) == len(y or ())


def _is_heat_map(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and isinstance(data.get("categories"), list)
        and _is_matrix(data.get("values"))
        and all(_are_points(row) for row in data["values"])
    )


def _is_label_map(data: Any) -> bool:
    return isinstance(data, dict) and all(isinstance(v, (str, int)) for v in data.values())


def _is_image(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("object_name"), str)


FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "VALUE": (lambda data: isinstance(data, (str, int, float)), "a number or a text"),
    "LINE": (_is_line, "a number, a list of numbers or an object of series of numbers"),
    "TABLE": (_is_table, "an object, or rows of one length with a name for each column"),
    "BAR": (_is_bar, "{x: […], y: […]} with as many numbers in y as there are in x"),
    "HEATMAP": (_is_heat_map, "{categories: […], values: [[…], …]} with rows of one length"),
    "LABELMAP": (_is_label_map, "an object from class number to label name"),
    "IMAGE": (_is_image, "the object_name of an uploaded picture"),
    "EVALUATION": (lambda data: data is not None, "data"),
}


def check(log_type: str, data: Any) -> None:
    """Refuse data that do not have the form of their type.

    Raises:
        Invalid: says which form the type takes.
    """
    fits, form = FORMS[log_type]
    if not fits(data):
        article = "An" if log_type[0] in "EI" else "A"
        raise Invalid(f"{article} {log_type} takes {form}; nothing was logged")


def label_names(data: Any) -> dict[str, str] | None:
    """Read a label map as class number -> name; None when there is none.

    Raises:
        Invalid: it is no such map.
    """
    if not data:
        return None
    if not _is_label_map(data) or not all(k.isascii() and k.isdigit() for k in data):
        raise Invalid(
            "The log `labelmap` must map class numbers to names, such as {'0': 'bolt'};"
            " nothing was published: correct it and publish again"
        )
    return {number: str(name) for number, name in data.items()}


def parameters_of(data: Any) -> dict[str, Any]:
    """Read the log `parameters` as an object.

    Raises:
        Invalid: it is none.
    """
    if not isinstance(data or {}, dict):
        raise Invalid(
            "The log `parameters` must be an object, such as {'epochs': 10};"
            " nothing was published: correct it and publish again"
        )
    return dict(data or {})
