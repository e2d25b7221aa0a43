"""BERTopic on the same statements, for the report on themes: the method that most would reach for.

It gets the vectors of the installed encoders (its own would be downloaded), and is taken at its best: of three least
sizes of a topic the one that meets the topics best, mean of three seeds. What it leaves out is one theme, as our queue
is. It comes with numba, UMAP and HDBSCAN, so it is installed only where it is measured (``make beside``).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from bertopic import BERTopic
from sklearn.metrics import normalized_mutual_info_score
from umap import UMAP

from liandu.texts.encoders import Encoder

LEAST_SIZES = (10, 5, 3)  # its default, and what fits so few statements better
SEEDS = 3
Rows = npt.NDArray[np.float32]


def best_nmi(texts: Sequence[str], topics: Sequence[str], encoders: Sequence[Encoder]) -> tuple[float, str]:
    """Return the best mean agreement of BERTopic with ``topics``, and with which vectors and least size.

    With several encoders their vectors, each of length one, are also put together.
    """
    vectors = {encoder.identity.partition(":")[0]: _unit(encoder.encode(list(texts))) for encoder in encoders}
    if len(vectors) > 1:
        vectors["all"] = np.hstack(list(vectors.values()))
    found = {
        f"{name}, at least {size}": float(np.mean([_nmi(texts, topics, rows, size, seed) for seed in range(SEEDS)]))
        for name, rows in vectors.items()
        for size in LEAST_SIZES
    }
    return max((nmi, how) for how, nmi in found.items())


def _unit(rows: Rows) -> Rows:
    centred = rows - rows.mean(axis=0)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)


def _nmi(texts: Sequence[str], topics: Sequence[str], rows: Rows, size: int, seed: int) -> float:
    reduced = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(embedding_model=None, umap_model=reduced, min_topic_size=size, calculate_probabilities=False)
    try:
        said, _shares = model.fit_transform(list(texts), embeddings=rows)
    except TypeError:  # it cannot weigh the words of a single theme: everything was left out
        return 0.0
    return float(normalized_mutual_info_score(list(topics), said))
