# SPDX-License-Identifier: Apache-2.0
"""The type of a result row whose columns the reader knows by name."""

from typing import Any, TypeAlias

from sqlalchemy import Row

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of any width: repositories select narrow columns, callers read them as attributes."""
