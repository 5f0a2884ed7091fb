# SPDX-License-Identifier: Apache-2.0
"""The query language: what it accepts, what it refuses, what SQL it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects import postgresql

from sightline.kernel.query.ast import OPERATORS, Combination, Comparison, Node, format_query
from sightline.kernel.query.fields import Field, FieldCatalogue, ManyField
from sightline.kernel.query.parser import QueryError, parse
from sightline.kernel.query.sql import compile_query

metadata = MetaData()
item = Table(
    "item",
    metadata,
    Column("id", Uuid),
    Column("filename", Text),
    Column("width", Integer),
    Column("ok", Boolean),
    Column("made", DateTime(timezone=True)),
    Column("status", Text),
    Column("score", Float),
)
tag = Table("tag", metadata, Column("item_id", Uuid), Column("name", Text))

catalogue = FieldCatalogue("item")
for name, kind in (
    ("id", "uuid"),
    ("filename", "text"),
    ("width", "number"),
    ("ok", "boolean"),
    ("made", "datetime"),
    ("status", "enum"),
    ("score", "number"),
):
    catalogue.add(name, Field(kind, item.c[name]))
catalogue.add(
    "tags.name", ManyField("text", lambda: tag, lambda: tag.c.item_id == item.c.id, tag.c.name)
)
catalogue.add("annotations.rectangles.label.name", Field("text", item.c.filename))


def sql(text: str) -> tuple[str, dict[str, object]]:
    compiled = compile_query(text, catalogue).compile(dialect=postgresql.dialect())
    return str(compiled), dict(compiled.params)


@pytest.mark.parametrize(
    "text",
    [
        'filename = "a b.jpg"',
        "status = 'Running'",
        'tags.name in ("a","b")',
        'tags.name = "a" and tags.name = "b"',
        'annotations.rectangles.label.name = "car"',
        'score >= "0.322"',
        'width > 10 or (ok = True and made >= "2026-01-01")',
        'filename not startswith "x"',
        'filename !~ "y"',
        'status in ("DONE")',
        "filename = None",
    ],
)
def test_public_expressions_compile_to_bind_parameters_only(text: str) -> None:
    statement, parameters = sql(text)

    assert parameters or "IS NULL" in statement
    for value in parameters.values():
        if isinstance(value, str) and len(value) > 1:
            assert value not in statement


def test_each_comparison_on_a_to_many_path_is_its_own_exists() -> None:
    statement, _ = sql('tags.name = "a" and tags.name = "b"')

    assert statement.count("EXISTS") == 2


def test_and_binds_tighter_than_or() -> None:
    assert parse("a = 1 or b = 2 and c = 3") == Combination(
        "or",
        (
            Comparison("a", "=", 1),
            Combination("and", (Comparison("b", "=", 2), Comparison("c", "=", 3))),
        ),
    )


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("width >", 7),
        ("= 3", 0),
        ("width = = 3", 8),
        ("(width = 3", 10),
        ("nothing = 1", 0),
        ("width = 3 extra", 10),
        ("width in ()", 10),
        ("ok > True", 0),
        ('width = "x"', 0),
        ("width = 3 and ;", 14),
        ('filename = "\x00"', 0),
        ("id = 'nope'", 0),
        ("width ~ 3", 0),
    ],
)
def test_errors_name_their_position(text: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        compile_query(text, catalogue)

    assert caught.value.status == 400
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "(" * 40 + "width = 1" + ")" * 40,
        " and ".join(["width = 1"] * 300),
        "width = 1e999",
        "x" * 30_000,
        "width in (" + ",".join("1" for _ in range(2000)) + ")",
    ],
)
def test_limits_are_errors_of_the_caller(text: str) -> None:
    with pytest.raises(QueryError):
        compile_query(text, catalogue)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z][a-z0-9_]{0,8}){0,2}", fullmatch=True).filter(
    lambda word: word not in {"and", "or", "not", "in", "startswith", "endswith"}
)
values = st.one_of(
    st.text(max_size=20),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    operator = draw(st.sampled_from(OPERATORS))
    value = draw(st.lists(values, min_size=1, max_size=4)) if operator.endswith("in") else None
    return Comparison(draw(names), operator, tuple(value) if value else draw(values))


def combined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(
        Combination,
        st.sampled_from(["and", "or"]),
        st.lists(children, min_size=2, max_size=3).map(tuple),
    )


@given(st.recursive(comparisons(), combined, max_leaves=12))
def test_format_and_parse_round_trip(node: Node) -> None:
    assert format_query(parse(format_query(node))) == format_query(node)
