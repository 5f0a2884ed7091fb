# SPDX-License-Identifier: Apache-2.0
"""What was fitted to the Training Data version: auto-encoder and sorted feature values.

Stored as one ``.npz`` blob without pickles; read once per process and generation.
"""

import asyncio
import io
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.ports import blobs
from sightline.vision.outlier import OutlierModel

CACHED = 16
FEATURE = "feature:"
OUTLIER = "outlier"


@dataclass(frozen=True, slots=True)
class Reference:
    """The fitted reference.

    Attributes:
        outlier: auto-encoder with its threshold.
        features: name -> (N,) sorted values over the training images.
    """

    outlier: OutlierModel
    features: dict[str, NDArray[np.float64]]


_cache: OrderedDict[str, Reference] = OrderedDict()


def to_bytes(reference: Reference) -> bytes:
    """Serialize a reference."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {OUTLIER: np.frombuffer(reference.outlier.to_bytes(), np.uint8)}
    arrays |= {FEATURE + name: values for name, values in reference.features.items()}
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def from_bytes(content: bytes) -> Reference:
    """Read what `to_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        features = {
            name.removeprefix(FEATURE): stored[name]
            for name in stored.files
            if name.startswith(FEATURE)
        }
        return Reference(OutlierModel.from_bytes(stored[OUTLIER].tobytes()), features)


async def load(row: Any | None) -> Reference | None:
    """Return the reference of a Training Data row that is ready, else None."""
    if row is None or row.status != "SUCCESS" or not row.object_name:
        return None
    found = _cache.get(row.object_name)
    if found is None:
        content = await blobs.storage().read(row.object_name)
        found = await asyncio.to_thread(from_bytes, content)
        _cache[row.object_name] = found
        while len(_cache) > CACHED:
            _cache.popitem(last=False)
    return found
