"""Where heavy plain functions run: in processes of this machine, or on a cluster of machines."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from liandu.config import env
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

PATIENCE = 20  # seconds for a scheduler to answer


@contextmanager
def heavy_work() -> Iterator[Executor]:
    """Yield an executor for heavy plain functions.

    Processes of this machine; where LIANDU_CLUSTER names the scheduler of a Dask cluster (``tcp://host:8786``), whose
    workers have the same Liandu installed, the cluster. Raises Refusal when it does not answer or the extra is missing.
    """
    address = env.text("LIANDU_CLUSTER")
    if not address:
        with ProcessPoolExecutor() as pool:
            yield pool
        return
    try:
        from distributed import Client  # an extra: only who has a cluster needs it
    except ImportError as error:
        sentence = gettext_noop("要用 LIANDU_CLUSTER，请安装 liandu[cluster]。")
        raise Refusal("cluster.missing", sentence) from error
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        sentence = gettext_noop("LIANDU_CLUSTER 所指的调度器没有应答：%(address)s")
        raise Refusal("cluster.silent", sentence, address=address) from error
    with client, client.get_executor() as executor:
        yield executor
