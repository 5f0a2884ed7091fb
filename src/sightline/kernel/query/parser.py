# SPDX-License-Identifier: Apache-2.0
"""Recursive-descent parser: ``and`` binds tighter than ``or``; errors name the position."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from sightline.kernel.errors import Invalid
from sightline.kernel.query.ast import Combination, Comparison, Node, Operator, Value

MAX_CHARS = 20_000
MAX_TERMS = 200
MAX_DEPTH = 12
MAX_LIST = 1_000

_TOKENS = re.compile(
    r"""\s*(?:
      (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<number>[+-]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    | (?P<operator>!=|>=|<=|!~|=|>|<|~)
    | (?P<mark>[(),])
    | (?P<word>[^\W\d][\w-]*(?:\.[\w-]+)*)
    )""",
    re.VERBOSE,
)
_CONSTANTS: dict[str, Value] = {"True": True, "False": False, "None": None}
_WORD_OPERATORS = frozenset({"startswith", "endswith", "in"})


class QueryError(Invalid):
    """The query cannot be read or names an unknown field."""

    code = "query.invalid"

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})", detail=f"position {position}")
        self.position = position


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["text", "number", "operator", "mark", "word", "end"]
    text: str
    position: int


def parse(text: str) -> Node:
    """Parse a query.

    Raises:
        QueryError: syntax error, or a limit on length, depth, terms or list items is passed.
    """
    if len(text) > MAX_CHARS:
        raise QueryError(f"The query is longer than {MAX_CHARS} characters", MAX_CHARS)
    parser = _Parser(list(_tokenize(text)))
    node = parser.expression(0)
    parser.expect_end()
    return node


def _tokenize(text: str) -> Iterator[_Token]:
    position = 0
    while text[position:].strip():
        match = _TOKENS.match(text, position)
        if match is None or match.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise QueryError(f"Unexpected {text[start]!r}", start)
        kind = cast("Literal['text', 'number', 'operator', 'mark', 'word']", match.lastgroup)
        yield _Token(kind, match.group(kind), match.start(kind))
        position = match.end()
    yield _Token("end", "", len(text))


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._terms = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._index]

    def _next(self) -> _Token:
        token = self._token
        self._index += 1
        return token

    def _accept(self, text: str) -> bool:
        if self._token.kind in {"word", "mark"} and self._token.text == text:
            self._index += 1
            return True
        return False

    def expect_end(self) -> None:
        if self._token.kind != "end":
            raise QueryError(
                f"Expected `and`, `or` or the end, found {self._token.text!r}",
                self._token.position,
            )

    def expression(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise QueryError(f"Nested deeper than {MAX_DEPTH}", self._token.position)
        return self._joined("or", depth)

    def _joined(self, connector: Literal["and", "or"], depth: int) -> Node:
        terms: list[Node] = []
        while True:
            terms.append(self._joined("and", depth) if connector == "or" else self._term(depth))
            if not self._accept(connector):
                break
        return terms[0] if len(terms) == 1 else Combination(connector, tuple(terms))

    def _term(self, depth: int) -> Node:
        if self._accept("("):
            node = self.expression(depth + 1)
            if not self._accept(")"):
                raise QueryError("Expected `)`", self._token.position)
            return node
        return self._comparison()

    def _comparison(self) -> Comparison:
        self._terms += 1
        path = self._next()
        if path.kind != "word" or path.text in _CONSTANTS:
            raise QueryError("Expected a field name", path.position)
        if self._terms > MAX_TERMS:
            raise QueryError(f"More than {MAX_TERMS} comparisons", path.position)
        operator = self._operator()
        value = self._list() if operator in {"in", "not in"} else self._value()
        return Comparison(path.text, operator, value, path.position)

    def _operator(self) -> Operator:
        token = self._next()
        if token.kind == "operator":
            return cast("Operator", token.text)
        negated = token.kind == "word" and token.text == "not"
        word = self._next() if negated else token
        if word.kind == "word" and word.text in _WORD_OPERATORS:
            return cast("Operator", f"not {word.text}" if negated else word.text)
        raise QueryError("Expected an operator such as = != > ~ in startswith", token.position)

    def _list(self) -> tuple[Value, ...]:
        if not self._accept("("):
            raise QueryError("Expected `(` and a list of values", self._token.position)
        values = [self._value()]
        while self._accept(","):
            values.append(self._value())
            if len(values) > MAX_LIST:
                raise QueryError(f"More than {MAX_LIST} values in a list", self._token.position)
        if not self._accept(")"):
            raise QueryError("Expected `,` or `)`", self._token.position)
        return tuple(values)

    def _value(self) -> Value:
        token = self._next()
        if token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if token.kind == "number":
            return _number(token)
        if token.kind == "word" and token.text in _CONSTANTS:
            return _CONSTANTS[token.text]
        raise QueryError(
            "Expected a value: text in quotes, a number, True, False or None", token.position
        )


def _number(token: _Token) -> int | float:
    is_whole = re.fullmatch(r"[+-]?\d+", token.text) is not None
    if is_whole and len(token.text) <= 18:
        return int(token.text)
    value = float(token.text)
    if value in (float("inf"), float("-inf")):
        raise QueryError("The number is too large", token.position)
    return value
