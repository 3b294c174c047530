"""What runs on a worker of a cluster: a chunk, if the worker is of the same kind as who asks."""

from __future__ import annotations

import pickle

from suasion.compute.answering import Held, answer
from suasion.compute.versions import own_versions
from suasion.errors import ComputationError

Versions = tuple[tuple[str, str], ...]


def hold(blob: bytes) -> Held:
    """Return a large argument for chunks to come; a worker that dies costs nothing but time."""
    return Held(blob)


def answer_chunk(versions: Versions, body: bytes, *arguments: bytes | Held) -> bytes:
    """Return what a chunk comes to, or its error, as bytes.

    Workers are asked for their versions at the start; one that came later is caught here.
    """
    if versions != own_versions():
        return pickle.dumps((False, _joined_late(versions)))
    return answer(body, [one if isinstance(one, Held) else Held(one) for one in arguments])


def differing(wanted: Versions, found: Versions) -> str:
    """Return in words which versions differ, empty where none does.

    Examples
    --------
    >>> differing((("python", "3.11"), ("numpy", "2.1")), (("python", "3.12"), ("numpy", "2.1")))
    'python 3.12'
    """
    return ", ".join(f"{name} {have}" for name, have in found if (name, have) not in wanted)


def _joined_late(versions: Versions) -> ComputationError:
    return ComputationError(
        "a worker that joined the cluster runs something else",
        where="a worker of the cluster (--cluster)",
        got=differing(versions, own_versions()),
        expected=", ".join(f"{name} {one}" for name, one in versions),
        fix="start all workers from the same environment",
        rule="C5",
    )
