# SPDX-License-Identifier: Apache-2.0
"""Syntax tree of the query language and its canonical text."""

from dataclasses import dataclass
from typing import Literal

Value = str | int | float | bool | None
Operator = Literal[
    "=", "!=", ">", ">=", "<", "<=", "~", "!~",
    "startswith", "not startswith", "endswith", "not endswith", "in", "not in",
]  # fmt: skip
OPERATORS: tuple[Operator, ...] = (
    "=", "!=", ">", ">=", "<", "<=", "~", "!~",
    "startswith", "not startswith", "endswith", "not endswith", "in", "not in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """``path operator value``; ``value`` is a tuple for ``in`` and ``not in``.

    Attributes:
        position: offset of the path in the text, for error messages; not part of equality.
    """

    path: str
    operator: Operator
    value: Value | tuple[Value, ...]
    position: int = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Comparison):
            return NotImplemented
        mine, theirs = (self.path, self.operator), (other.path, other.operator)
        return mine == theirs and repr(self.value) == repr(other.value)

    def __hash__(self) -> int:
        return hash((self.path, self.operator, repr(self.value)))


@dataclass(frozen=True, slots=True)
class Combination:
    """Two or more terms joined by one connector."""

    connector: Literal["and", "or"]
    terms: tuple["Node", ...]


Node = Comparison | Combination


def format_query(node: Node) -> str:
    """Write a tree as text that parses back to the same tree."""
    if isinstance(node, Comparison):
        return f"{node.path} {node.operator} {_format_value(node.value)}"
    return f" {node.connector} ".join(
        f"({format_query(term)})" if isinstance(term, Combination) else format_query(term)
        for term in node.terms
    )


def _format_value(value: Value | tuple[Value, ...]) -> str:
    if isinstance(value, tuple):
        return f"({','.join(_format_value(item) for item in value)})"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return repr(value)
