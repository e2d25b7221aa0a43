"""``liandu up``: migrate, serve, work: the whole product in one process."""

import argparse
import threading
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from liandu.config.databases import let_go
from liandu.config.upgrading import bring_up_to_date
from liandu.config.worker import work
from liandu.files.commands import clear_incoming

GRACE = 10  # seconds to come to an end in


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn brings no types
    """gunicorn with threads, told in code what a configuration file would say."""

    def __init__(self, address: str, threads: int) -> None:
        self.address = address
        self.threads = threads
        super().__init__()

    def load_config(self) -> None:
        """Set one process with threads: the worker and SQLite live in the same process."""
        settings_of_server: dict[str, Any] = {
            "bind": self.address,
            "workers": 1,
            "worker_class": "gthread",
            "threads": self.threads,
            "timeout": 120,
            "graceful_timeout": GRACE,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "post_worker_init": _start_worker,
            "worker_exit": _stop_worker,
        }
        for name, value in settings_of_server.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application."""
        return get_wsgi_application()


_stop = threading.Event()
_working = threading.Thread(target=work, args=(_stop,), name="liandu-worker", daemon=True)


def _start_worker(worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    _working.start()


def _stop_worker(server: Any, worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """Let the worker end its processes before Python ends them too: the two would trip over each other."""
    _stop.set()
    if _working.is_alive():
        _working.join(GRACE - 2)


def run(options: argparse.Namespace) -> int:
    """Serve on the address until stopped and return 0."""
    call_command("check")  # a setting that cannot work stops here, with its hint
    bring_up_to_date()
    clear_incoming()  # of a server that was killed
    let_go()  # the server forks
    print(f"联督 http://{options.address}/ · {settings.LIANDU_HOME}", flush=True)  # noqa: T201 - the command's output
    Server(options.address, options.threads).run()
    return 0


def run_worker(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command has this shape
    """Work without serving, for a second machine; until stopped."""
    bring_up_to_date()
    work(_stop)
    return 0
