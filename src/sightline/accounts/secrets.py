# SPDX-License-Identifier: Apache-2.0
"""Secrets of accounts: tokens, session values and passwords. Only hashes are stored."""

import asyncio
import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from sightline.kernel.settings import derive_key

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_DUMMY_HASH = _hasher.hash(secrets.token_urlsafe(12))


def new_api_token() -> tuple[str, str, str]:
    """Make a token ``sl_<prefix>_<secret>``; return (token, prefix, hash of the secret)."""
    prefix, secret = secrets.token_hex(4), secrets.token_hex(20)
    return f"sl_{prefix}_{secret}", prefix, digest(secret)


def split_api_token(token: str) -> tuple[str, str] | None:
    """Return (prefix, secret) of a token, None when it is not one of ours."""
    parts = token.split("_")
    if len(parts) != 3 or parts[0] != "sl" or not token.isascii() or len(token) > 100:
        return None
    return parts[1], parts[2]


def new_secret() -> tuple[str, str]:
    """Make an opaque 256-bit value; return (value, hash)."""
    value = secrets.token_urlsafe(32)
    return value, digest(value)


def digest(value: str) -> str:
    """Hash a high-entropy secret (SHA-256, hex)."""
    return hashlib.sha256(value.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def csrf_token(session_value: str) -> str:
    """Derive the token that unsafe cookie requests must send back."""
    return hmac.new(derive_key("csrf"), session_value.encode(), hashlib.sha256).hexdigest()[:40]


async def hash_password(password: str) -> str:
    """Hash with argon2id in a small thread pool."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Check a password; costs the same when the account does not exist."""
    known = await asyncio.get_running_loop().run_in_executor(
        _threads, _hasher.verify, password, password_hash or _DUMMY_HASH
    )
    return bool(known) and password_hash is not None
