"""The server is forked from a process that has asked the database already: it opens connections of its own."""

import subprocess
import sys

import pytest
from django.db import connection

FORKED = """
import os, sys, threading
import django
django.setup()
from django.db import connection
from liandu.config.databases import let_go

with connection.cursor() as cursor:
    cursor.execute("SELECT 1")
let_go()
child = os.fork()
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

together, pids = threading.Barrier(4, timeout=20), set()


def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pids.add(cursor.fetchone()[0])
        together.wait()  # all four hold a connection at the same time
    connection.close()


threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
os._exit(0 if len(pids) == 4 else 1)
"""


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a pool of connections")
@pytest.mark.django_db
def test_a_forked_process_opens_as_many_connections_as_its_threads_need():
    settings = connection.settings_dict
    where = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    address = f"postgresql://{where}/{settings['NAME']}"
    ran = subprocess.run(
        [sys.executable, "-c", FORKED],
        check=False,
        env={"DJANGO_SETTINGS_MODULE": "liandu.config.settings", "LIANDU_DATABASE": address, "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
