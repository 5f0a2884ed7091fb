# SPDX-License-Identifier: Apache-2.0
"""The schema of custom metadata (features.md DL-16): keys, their rules, and checking values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sightline.datalake.schemas import KeyConf
from sightline.kernel.errors import Invalid

MAX_KEY_CHARS = 255
_TYPES: dict[str, tuple[type, ...]] = {
    "STRING": (str,),
    "INTEGER": (int,),
    "FLOAT": (int, float),
    "BOOLEAN": (bool,),
    "DATETIME": (str,),
}


def check_key(key: str, conf: KeyConf) -> None:
    """Check the rules of one key.

    Raises:
        Invalid: names the rule.
    """
    rules = [
        (0 < len(key) <= MAX_KEY_CHARS, "keys have 1 to 255 characters"),
        (not (conf.archived and conf.required), "an archived key cannot be required"),
        (not conf.allow_multiple or conf.choices is not None, "allow_multiple needs choices"),
        (
            conf.choices is None or (conf.min is None and conf.max is None),
            "choices exclude min and max",
        ),
        (
            conf.input_type != "BOOLEAN" or conf.choices is None,
            "a boolean key has no choices",
        ),
        (
            conf.input_type not in {"BOOLEAN", "STRING"} or (conf.min is None and conf.max is None),
            "min and max apply to numbers and dates only",
        ),
        (
            conf.input_type != "STRING" or conf.choices is None or len(conf.choices) > 1,
            "a text key needs at least two choices",
        ),
    ]
    broken = [text for holds, text in rules if not holds]
    broken += [
        f"{value!r} is no {conf.input_type}"
        for value in (conf.min, conf.max, *(conf.choices or ()))
        if value is not None and not _fits(value, conf.input_type)
    ]
    if not broken and conf.min is not None and conf.max is not None and not conf.min < conf.max:
        broken.append("min must be smaller than max")
    if broken:
        raise Invalid(f"The key {key!r} breaks a rule: {broken[0]}", detail=broken)


def check_attributes(attributes: Mapping[str, KeyConf]) -> None:
    """Check the attributes of labels and annotations: the same rules, and no dates.

    Raises:
        Invalid: names the attribute and its rule.
    """
    for name, conf in attributes.items():
        if conf.input_type == "DATETIME":
            raise Invalid(f"The attribute {name!r} must be a text, a number or a boolean")
        check_key(name, conf)


def _fits(value: Any, input_type: str) -> bool:
    if isinstance(value, bool) and input_type != "BOOLEAN":
        return False
    if not isinstance(value, _TYPES[input_type]):
        return False
    if input_type == "DATETIME" and isinstance(value, str):
        try:
            return datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False
    return True


def check(lake: Any, values: dict[str, Any] | None) -> None:
    """Check custom metadata against a datalake's schema.

    Raises:
        Invalid: names each offending key.
    """
    schema: dict[str, Any] = lake.custom_metadata_schema or {}
    given = values or {}
    needed = [key for key, conf in schema.items() if conf.get("required")]
    missing = [key for key in needed if key not in given] if values is not None else []
    broken = [f"{key}: required" for key in missing]
    for key, value in given.items():
        conf = schema.get(key)
        if conf is None:
            if not lake.allow_extra_custom_metadata:
                broken.append(f"{key}: not in the schema")
            continue
        broken.extend(_broken(key, value, conf))
    if broken:
        raise Invalid("Custom metadata do not fit the datalake's schema", detail=broken)


def _broken(key: str, value: Any, conf: dict[str, Any]) -> list[str]:
    values = value if conf.get("allow_multiple") and isinstance(value, list) else [value]
    found = []
    for item in values:
        if not _fits(item, conf["input_type"]):
            found.append(f"{key}: {item!r} is no {conf['input_type']}")
        elif conf.get("choices") and item not in conf["choices"]:
            found.append(f"{key}: {item!r} is not among the choices")
        elif conf.get("min") is not None and item < conf["min"]:
            found.append(f"{key}: {item!r} is below {conf['min']}")
        elif conf.get("max") is not None and item > conf["max"]:
            found.append(f"{key}: {item!r} is above {conf['max']}")
    return found
