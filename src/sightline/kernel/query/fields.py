# SPDX-License-Identifier: Apache-2.0
"""Catalogue of the fields a list can be searched by; only what stands here reaches SQL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause

FieldType = Literal["text", "number", "boolean", "datetime", "uuid", "enum"]


@dataclass(frozen=True, slots=True)
class Field:
    """A plain property of the listed row: a column or expression."""

    type: FieldType
    column: Any


@dataclass(frozen=True, slots=True)
class ManyField:
    """A property of a to-many relation; each comparison becomes an EXISTS of its own.

    Attributes:
        source: table or join to search.
        link: condition that ties ``source`` to the outer row.
        column: compared column within ``source``.
    """

    type: FieldType
    source: Callable[[], FromClause]
    link: Callable[[], ColumnElement[bool]]
    column: Any


@dataclass(frozen=True, slots=True)
class DynamicFields:
    """Properties whose names users choose (``metadata.*``): ``resolve`` builds the condition.

    ``resolve(key, operator, value)`` returns the condition for one comparison.
    """

    resolve: Callable[[str, str, Any], ColumnElement[bool]]


AnyField = Field | ManyField | DynamicFields
_catalogues: dict[str, "FieldCatalogue"] = {}


def catalogue_of(name: str) -> "FieldCatalogue | None":
    """Return the catalogue of the listed objects of this name, if there is one."""
    return _catalogues.get(name)


class FieldCatalogue:
    """Fields by dotted path. Slices register theirs; higher slices add to lower ones' at wiring.

    Example:
        >>> catalogue = FieldCatalogue("data")
        >>> catalogue.add("filename", Field("text", Data.filename))  # doctest: +SKIP
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._fields: dict[str, AnyField] = {}
        self._dynamic: dict[str, DynamicFields] = {}
        _catalogues[name] = self

    def add(self, path: str, field: AnyField) -> None:
        """Register a field; a path that ends in ``.*`` takes `DynamicFields`."""
        if isinstance(field, DynamicFields):
            self._dynamic[path.removesuffix("*")] = field
        else:
            self._fields[path] = field

    def include(self, prefix: str, other: "FieldCatalogue") -> None:
        """Offer every field of another catalogue below a prefix (``data.`` of assets).

        The listing statement must join the other catalogue's table.
        """
        for path, field in other.entries():
            self.add(f"{prefix}.{path}", field)

    def entries(self) -> list[tuple[str, AnyField]]:
        """List (path, field); dynamic paths end in ``.*``."""
        dynamic = [(f"{prefix}*", field) for prefix, field in self._dynamic.items()]
        return [*self._fields.items(), *dynamic]

    def find(self, path: str) -> tuple[AnyField | None, str]:
        """Return the field of a path and, for dynamic fields, the key within it."""
        field = self._fields.get(path)
        if field is not None:
            return field, ""
        for prefix, dynamic in self._dynamic.items():
            if path.startswith(prefix) and len(path) > len(prefix):
                return dynamic, path[len(prefix) :]
        return None, ""

    def paths(self) -> list[str]:
        """List every path, dynamic ones with a star."""
        return sorted([*self._fields, *(f"{prefix}*" for prefix in self._dynamic)])

    def introspect(self) -> list[dict[str, Any]]:
        """Describe the fields for auto-completion."""
        return [
            {"path": path, "type": field.type, "operators": operators_of(field.type)}
            for path, field in sorted(self._fields.items())
            if isinstance(field, (Field, ManyField))
        ] + [
            {"path": f"{prefix}*", "type": "any", "operators": operators_of("text")}
            for prefix in sorted(self._dynamic)
        ]


_ORDERED = ["=", "!=", ">", ">=", "<", "<=", "in", "not in"]
_TEXTUAL = ["=", "!=", "~", "!~", "startswith", "endswith", "in", "not in"]


def operators_of(field_type: str) -> list[str]:
    """List the operators that completion proposes for a type."""
    if field_type in {"number", "datetime"}:
        return _ORDERED
    if field_type in {"boolean", "uuid"}:
        return ["=", "!=", "in", "not in"]
    return _TEXTUAL
