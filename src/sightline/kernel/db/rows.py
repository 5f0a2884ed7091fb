# SPDX-License-Identifier: Apache-2.0
"""Types of statements and rows whose columns the reader knows by name."""

from typing import Any, TypeAlias

from sqlalchemy import Row, Select

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of any width: repositories select narrow columns, callers read them as attributes."""

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
"""A statement that gives such rows."""
