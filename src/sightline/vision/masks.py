# SPDX-License-Identifier: Apache-2.0
"""COCO run-length masks: compressed text of column-major runs, first run background."""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray


def encode(mask: ArrayLike) -> str:
    """Compress a mask into COCO text.

    Args:
        mask: (H, W) bool or 0/1.

    Returns:
        The ``counts`` text.

    Example:
        >>> encode([[0, 1], [0, 1]])
        '22'
    """
    flat = np.asarray(mask, bool).ravel(order="F")
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    bounds = [0, *edges.tolist(), len(flat)] if len(flat) else [0]
    runs = [end - start for start, end in pairwise(bounds)]
    if len(flat) and flat[0]:
        runs.insert(0, 0)
    return text_from_runs(runs)


def decode(counts: str, height: int, width: int) -> NDArray[np.bool_]:
    """Draw COCO text.

    Args:
        counts: the compressed text.
        height: pixels.
        width: pixels.

    Returns:
        (height, width) bool.

    Raises:
        ValueError: the text is no mask of this size.
    """
    runs = np.asarray(runs_from_text(counts), np.int64)
    if (runs < 0).any() or int(runs.sum()) != height * width:
        raise ValueError(f"mask text does not describe {width}x{height} pixels")
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape((height, width), order="F")


def area(counts: str) -> int:
    """Count the pixels of a mask without drawing it."""
    return sum(runs_from_text(counts)[1::2])


def bbox(counts: str, height: int, width: int) -> tuple[int, int, int, int]:
    """Enclose a mask; an empty mask gives zeros.

    Returns:
        x, y, width, height in pixels.
    """
    mask = decode(counts, height, width)
    if not mask.any():
        return 0, 0, 0, 0
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    left, top = int(columns[0]), int(rows[0])
    return left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1


def text_from_runs(runs: list[int]) -> str:
    """Write run lengths in COCO's base-48 variable-length text."""
    out: list[str] = []
    for index, run in enumerate(runs):
        # From the third run on COCO stores differences, which are shorter.
        value = run - runs[index - 2] if index > 2 else run
        more = True
        while more:
            chunk = value & 0x1F
            value >>= 5
            more = value != -1 if chunk & 0x10 else value != 0
            out.append(chr((chunk | 0x20 if more else chunk) + 48))
    return "".join(out)


def runs_from_text(counts: str) -> list[int]:
    """Read run lengths from COCO's text.

    Raises:
        ValueError: the text ends inside a number or holds foreign characters.
    """
    runs: list[int] = []
    value = shift = 0
    for character in counts:
        chunk = ord(character) - 48
        if not 0 <= chunk < 64:
            raise ValueError(f"mask text holds {character!r}")
        value |= (chunk & 0x1F) << shift
        shift += 5
        if chunk & 0x20:
            continue
        if chunk & 0x10:
            value |= -1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
        value = shift = 0
    if shift:
        raise ValueError("mask text ends inside a number")
    return runs
