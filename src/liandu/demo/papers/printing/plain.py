"""Plain text, as offices pass it on: indented with full-width spaces."""

from liandu.demo.papers.lines import Role, Sheet


def print_utf8(sheet: Sheet) -> bytes:
    """Return the sheet as UTF-8 with a byte order mark and Unix line ends."""
    return _text(sheet).encode("utf-8-sig")


def print_gb18030(sheet: Sheet) -> bytes:
    """Return the sheet as GB18030 with Windows line ends, as old editors save it."""
    return _text(sheet).replace("\n", "\r\n").encode("gb18030")


def _text(sheet: Sheet) -> str:
    indents = {Role.TEXT: "　　", Role.SIGNATURE: "　" * 20}
    return "".join(f"{indents.get(line.role, '')}{line.printed}\n" for line in sheet.lines())
