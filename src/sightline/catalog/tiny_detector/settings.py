# SPDX-License-Identifier: Apache-2.0
"""Parameters of a training, read from the experiment's log."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters; see the card for their meaning."""

    epochs: int = 18
    fine_tune_epochs: int = 12
    batch_size: int = 16
    image_size: int = 256
    learning_rate: float = 0.004
    seed: int = 0


DEFAULTS: Mapping[str, Any] = asdict(Settings())
_LEAST = {"epochs": 1, "fine_tune_epochs": 1, "batch_size": 1, "image_size": 64, "seed": 0}
_MOST = {"epochs": 10_000, "fine_tune_epochs": 10_000, "batch_size": 1024, "image_size": 2048}


def read(parameters: Mapping[str, Any]) -> Settings:
    """Check parameters; unknown ones are left to others.

    Raises:
        ValueError: a value has the wrong type or is out of range; names the parameter.
    """
    found: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name in parameters:
            found[field.name] = _number(field.name, parameters[field.name])
    return Settings(**found)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"parameter {name!r} must be a number, not {value!r}")  # noqa: TRY004
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"parameter {name!r} must be a number, not {value!r}") from None
    if name == "learning_rate":
        if not 0 < number <= 1:
            raise ValueError(f"parameter {name!r} must lie in 0..1, not {value!r}")
        return number
    if number != int(number) or not _LEAST[name] <= number <= _MOST.get(name, 2**31):
        raise ValueError(f"parameter {name!r} must be a whole number in range, not {value!r}")
    return int(number)
