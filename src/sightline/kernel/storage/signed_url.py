# SPDX-License-Identifier: Apache-2.0
"""Signed addresses of blobs: HMAC-SHA256 over method, key, expiry and every parameter."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from sightline.kernel.errors import Forbidden
from sightline.kernel.settings import derive_key, get_settings

PREFIX = "/storage/"
BUCKETS = 2
"""Expiries are rounded so that one address stays the same for life / BUCKETS seconds."""


def sign(method: str, key: str, parameters: Mapping[str, str], *, life_secs: int) -> str:
    """Return path and query of a signed address."""
    step = max(life_secs // BUCKETS, 1)
    expires = (int(time.time()) // step + 1) * step + life_secs
    values = {**parameters, "expires": str(expires)}
    values["sig"] = _signature(method, key, values)
    return f"{PREFIX}{quote(key)}?{urlencode(values)}"


def check(method: str, key: str, parameters: Mapping[str, str]) -> None:
    """Accept a request or raise `Forbidden`: expired, tampered or signed for another method."""
    values = dict(parameters)
    given = values.pop("sig", "")
    if not hmac.compare_digest(given.encode(), _signature(method, key, values).encode()):
        raise Forbidden("The signature of this address is wrong", code="storage.bad_signature")
    if int(values.get("expires", "0")) < time.time():
        raise Forbidden("This address has expired; ask for a new one", code="storage.expired")


def default_life_secs() -> int:
    """Seconds that an address lives at least."""
    return get_settings().url_life_secs


def _signature(method: str, key: str, values: Mapping[str, str]) -> str:
    lines = [method, key, *(f"{name}={value}" for name, value in sorted(values.items()))]
    text = "\n".join(line.replace("\n", "%0A") for line in lines)
    return hmac.new(derive_key("url"), text.encode(), hashlib.sha256).hexdigest()
