# SPDX-License-Identifier: Apache-2.0
"""Measure files and functions; Python by its syntax tree, TypeScript by its formatted layout."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import read, sources

FILE_LINES, FUNCTION_LINES = 400, 40
FOLDERS = ("src/", "web/src/", "tests/", "tools/", "benchmarks/")
TYPESCRIPT_FUNCTION = re.compile(
    r"^ *(?:export )?(?:default )?(?:public |private |protected |static )*(?:async )?"
    r"(?:function\*? ?(?P<named>\w+)|(?:const|let) (?P<bound>\w+)\b[^=]*= (?:async )?(?:function|\(|<|\w+ =>)"
    r"|(?P<method>(?!(?:if|for|while|switch|catch|return|describe)\b)[#\w]+)(?=\())"
)
Sizes = dict[str, int]


def offenders() -> Sizes:
    """Map ``file`` and ``file::function`` to their lines where these are above the limit."""
    found: Sizes = {}
    for name in sources(".py", ".ts", ".tsx", ".css", below=FOLDERS):
        lines = read(name).splitlines()
        if len(lines) > FILE_LINES:
            found[name] = len(lines)
        measured = functions_of(name, lines)
        found |= {
            f"{name}::{label}": size for label, size in measured.items() if size > FUNCTION_LINES
        }
    return found


def functions_of(name: str, lines: list[str]) -> Sizes:
    """Map the functions of a file to their lines, signature and docstring included."""
    if name.endswith(".py"):
        return dict(_python_functions(ast.parse("\n".join(lines)), ""))
    if name.endswith((".ts", ".tsx")):
        return dict(_typescript_functions(lines))
    return {}


def _python_functions(node: ast.AST, outer: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        inner = outer
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{outer}.{child.name}".lstrip(".")
            if not isinstance(child, ast.ClassDef):
                yield inner, (child.end_lineno or child.lineno) - child.lineno + 1
        yield from _python_functions(child, inner)


def _typescript_functions(lines: list[str]) -> Iterator[tuple[str, int]]:
    """The formatter closes a function at the indent of its first line."""
    for start, line in enumerate(lines):
        match = TYPESCRIPT_FUNCTION.match(line)
        if match is None or _ends_at_once(lines, start):
            continue
        yield match["named"] or match["bound"] or match["method"], _end_of(lines, start) - start


def _end_of(lines: list[str], start: int) -> int:
    """Return the index behind the function that begins at a line."""
    indent = _indent(lines[start])
    for number in range(start + 1, len(lines)):
        line = lines[number].rstrip()
        if not line or _indent(line) > indent:
            continue
        is_closing = line.lstrip()[0] in "})]"
        if is_closing and line.endswith(("{", "(", "=>")):
            continue  # the end of a parameter list
        return number + 1 if is_closing else number
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _ends_at_once(lines: list[str], start: int) -> bool:
    return not lines[start].rstrip().endswith(("{", "(", "=>", "["))
