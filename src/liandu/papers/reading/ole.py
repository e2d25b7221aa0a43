"""Compound files (OLE): the container of .doc, .xls, .wps, .et and of Office documents under a password."""

from dataclasses import dataclass

import olefile

from liandu.papers.reading.packages import broken
from liandu.papers.reading.protocol import Source

OLE_HEAD = olefile.MAGIC
_MACROS = frozenset({"macros", "_vba_project_cur", "vba", "_vba_project"})


@dataclass(frozen=True, slots=True)
class Compound:
    """What stands at the top of a compound file: lower-case names of its streams and folders."""

    names: frozenset[str]

    @property
    def is_word(self) -> bool:
        """Return whether it is a .doc (or .wps) document."""
        return "worddocument" in self.names

    @property
    def is_workbook(self) -> bool:
        """Return whether it is an .xls (or .et) workbook."""
        return bool(self.names & {"workbook", "book"})

    @property
    def is_encrypted_package(self) -> bool:
        """Return whether it holds a .docx or .xlsx under a password."""
        return "encryptedpackage" in self.names

    @property
    def has_macros(self) -> bool:
        """Return whether it carries macros."""
        return bool(self.names & _MACROS)


NOTHING = Compound(frozenset())
# olefile meets arbitrary bytes with whatever its arithmetic raises.
_BROKEN = (OSError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError, MemoryError, RecursionError)


def compound(source: Source) -> Compound:
    """Return what a compound file holds, :data:`NOTHING` when it is none or broken; never raises."""
    if not source.head.startswith(OLE_HEAD):
        return NOTHING
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            return Compound(frozenset(entry[0].lower() for entry in file.listdir(streams=True, storages=True)))
    except _BROKEN:
        return NOTHING


def stream_head(source: Source, name: str, size: int) -> bytes:
    """Return the first ``size`` bytes of a stream; raise CannotRead when the file is damaged."""
    try:
        with olefile.OleFileIO(str(source.path)) as file:
            head: bytes = file.openstream(name).read(size)
    except _BROKEN as error:
        raise broken(str(error)) from error
    return head
