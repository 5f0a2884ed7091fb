# SPDX-License-Identifier: Apache-2.0
"""Compiler from the syntax tree to SQL conditions with bind parameters only."""

import math
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, or_, select, true

from sightline.kernel.query.ast import Combination, Comparison, Node, Value
from sightline.kernel.query.fields import DynamicFields, FieldCatalogue, FieldType, ManyField
from sightline.kernel.query.parser import QueryError, parse

_NEGATED = {
    "!=": "=",
    "!~": "~",
    "not startswith": "startswith",
    "not endswith": "endswith",
    "not in": "in",
}
_ORDERING = frozenset({">", ">=", "<", "<="})


def compile_query(text: str | None, catalogue: FieldCatalogue) -> ColumnElement[bool]:
    """Translate a query to a condition; None and blank text match everything.

    Raises:
        QueryError: syntax error, unknown field, or a value that does not fit the field.
    """
    if text is None or not text.strip():
        return true()
    return _compile(parse(text), catalogue)


def _compile(node: Node, catalogue: FieldCatalogue) -> ColumnElement[bool]:
    if isinstance(node, Combination):
        terms = [_compile(term, catalogue) for term in node.terms]
        return and_(*terms) if node.connector == "and" else or_(*terms)
    field, key = catalogue.find(node.path)
    if field is None:
        near = [path for path in catalogue.paths() if path.split(".")[0] == node.path.split(".")[0]]
        known = ", ".join((near or catalogue.paths())[:12])
        raise QueryError(f"Unknown field {node.path!r}; known: {known}", node.position)
    if isinstance(field, DynamicFields):
        return field.resolve(key, node.operator, node.value)
    if isinstance(field, ManyField):
        return _exists(field, node)
    return compare(field.column, field.type, node.operator, node.value, node.position)


def _exists(field: ManyField, node: Comparison) -> ColumnElement[bool]:
    """One EXISTS per comparison; a negated one means that no related row matches."""
    positive = _NEGATED.get(node.operator)
    condition = compare(
        field.column, field.type, positive or node.operator, node.value, node.position
    )
    source = field.source()
    # the listing may join the same table: inside the EXISTS its name means the inner one
    related = select(literal(1)).select_from(source).correlate_except(source)
    found = exists(related.where(field.link(), condition))
    return ~found if positive else found


def compare(
    column: Any, field_type: FieldType, operator: str, value: Any, position: int = 0
) -> ColumnElement[bool]:
    """Build one comparison; negated operators also match rows without a value."""
    positive = _NEGATED.get(operator)
    if positive is not None:
        condition = compare(column, field_type, positive, value, position)
        return ~func.coalesce(condition, false())
    if operator == "in":
        values = [_convert(item, field_type, position) for item in value]
        present = [item for item in values if item is not None]
        matched: ColumnElement[bool] = _folded(column, field_type).in_(present)
        return or_(matched, column.is_(None)) if len(present) < len(values) else matched
    converted = _convert(value, field_type, position)
    if converted is None:
        if operator != "=":
            raise QueryError(f"None cannot be compared with {operator}", position)
        missing: ColumnElement[bool] = column.is_(None)
        return missing
    return _positive(column, field_type, operator, converted, position)


def _positive(
    column: Any, field_type: FieldType, operator: str, value: Any, position: int
) -> ColumnElement[bool]:
    left = _folded(column, field_type)
    result: ColumnElement[bool]
    if operator == "=":
        result = left == value
    elif operator in _ORDERING:
        if field_type in {"boolean", "uuid", "enum"}:
            raise QueryError(f"This field has no order, so {operator} does not apply", position)
        result = left.op(operator, is_comparison=True)(value)
    elif field_type not in {"text", "enum"}:
        raise QueryError(f"{operator} applies to text only", position)
    elif operator == "~":
        result = left.icontains(str(value), autoescape=True)
    elif operator == "startswith":
        result = left.startswith(str(value), autoescape=True)
    else:
        result = left.endswith(str(value), autoescape=True)
    return result


def _folded(column: Any, field_type: FieldType) -> Any:
    return func.upper(column) if field_type == "enum" else column


def _convert(value: Value, field_type: FieldType, position: int) -> Any:
    if value is None:
        return None
    try:
        return _CONVERTERS[field_type](value)
    except (ValueError, TypeError) as error:
        raise QueryError(f"{value!r} is no {field_type}", position) from error


def _to_text(value: Value) -> str:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError(value)
        return value
    return str(value)


def _to_number(value: Value) -> float:
    if isinstance(value, bool):
        raise TypeError(value)
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _to_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise ValueError(value)


def _to_datetime(value: Value) -> datetime:
    moment = datetime.fromisoformat(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_CONVERTERS: dict[str, Any] = {
    "text": _to_text,
    "enum": lambda value: _to_text(value).upper(),
    "number": _to_number,
    "boolean": _to_boolean,
    "datetime": _to_datetime,
    "uuid": lambda value: UUID(str(value)),
}
