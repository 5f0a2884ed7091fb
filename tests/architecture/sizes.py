# SPDX-License-Identifier: Apache-2.0
"""Measure files and functions; Python by its syntax tree, TypeScript by its formatted layout."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import read, sources

FILE_LINES, FUNCTION_LINES = 400, 40
FOLDERS = ("src/", "web/src/", "tests/", "tools/", "benchmarks/")
TYPESCRIPT_FUNCTION = re.compile(
    r"^(?P<indent> *)(?:export )?(?:default )?(?:public |private |protected |static )*(?:async )?"
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
    """The formatter puts the closing brace of a function at the indent of its first line."""
    for start, line in enumerate(lines):
        match = TYPESCRIPT_FUNCTION.match(line)
        if match is None or _ends_at_once(lines, start):
            continue
        indent = match["indent"]
        label = match["named"] or match["bound"] or match["method"]
        for end in range(start + 1, len(lines)):
            if re.match(rf"{indent}[}})\]]", lines[end]) and not lines[end].rstrip().endswith("{"):
                yield label, end - start + 1
                break


def _ends_at_once(lines: list[str], start: int) -> bool:
    return not lines[start].rstrip().endswith(("{", "(", "=>", "["))
