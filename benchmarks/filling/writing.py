"""What an export is held against: the same cells written by XlsxWriter alone; and how much memory it takes."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psutil
import xlsxwriter


@contextmanager
def peak_memory() -> Iterator[dict[str, float]]:
    """Watch this process; the dictionary holds the growth in MB at the end."""
    process, seen, stop = psutil.Process(), {"grown": 0.0}, threading.Event()
    before = process.memory_info().rss

    def watch() -> None:
        while not stop.wait(0.02):
            seen["grown"] = max(seen["grown"], (process.memory_info().rss - before) / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()


def bare_seconds(values: list[list[Any]]) -> float:
    """Write the same cells with XlsxWriter alone, in the same mode and looks, and return the seconds."""
    started = time.process_time()
    with tempfile.TemporaryFile() as out:
        book = xlsxwriter.Workbook(out, {"constant_memory": True})
        sheet = book.add_worksheet()
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd"})
        for at, row in enumerate(values):
            for place, value in enumerate(row):
                if value is None:
                    sheet.write_blank(at, place, None, text)
                elif isinstance(value, date):
                    sheet.write_datetime(at, place, value, day)
                elif isinstance(value, int):
                    sheet.write_number(at, place, value, text)
                else:
                    sheet.write_string(at, place, value, text)
        book.close()
    return time.process_time() - started
