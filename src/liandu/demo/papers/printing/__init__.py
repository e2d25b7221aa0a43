"""Prints: a sheet becomes the bytes of a real file. The same sheet gives the same bytes every time."""

from collections.abc import Callable
from typing import NamedTuple

from liandu.demo.papers.lines import Sheet
from liandu.demo.papers.printing.page import print_pdf
from liandu.demo.papers.printing.plain import print_gb18030, print_utf8
from liandu.demo.papers.printing.web import print_html
from liandu.demo.papers.printing.word import print_docx
from liandu.demo.papers.printing.workbook import print_xlsx


class Print(NamedTuple):
    """A format: the ending of its files and what makes their bytes."""

    ending: str
    write: Callable[[Sheet], bytes]


# By the name that the texts use.
PRINTS: dict[str, Print] = {
    "docx": Print("docx", print_docx),
    "pdf": Print("pdf", print_pdf),
    "html": Print("html", print_html),
    "xlsx": Print("xlsx", print_xlsx),
    "txt-utf8": Print("txt", print_utf8),
    "txt-gb18030": Print("txt", print_gb18030),
}
