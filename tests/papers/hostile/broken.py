"""Files that are empty, cut, locked or under a false name."""

import struct

from tests.papers.hostile.listing import LEDGER, PAGE, PARAGRAPH, READS, add
from tests.papers.hostile.packing import (
    TEXT,
    docx,
    docx_parts,
    ofd,
    ole,
    png,
    text_pdf,
    with_flag,
    xlsx,
    xlsx_parts,
    zip_of,
)


def _damaged(data: bytes) -> bytes:
    at = data.find(b"word/document.xml") + 40
    return data[:at] + bytes(b ^ 0x5A for b in data[at : at + 60]) + data[at + 60 :]


def _without(parts: dict[str, str | bytes], name: str) -> bytes:
    return zip_of({part: content for part, content in parts.items() if part != name})


def _locked_pdf() -> bytes:
    rights = b"/Filter/Standard/V 2/R 3/Length 128/P -1/O<%s>/U<%s>" % (b"41" * 32, b"42" * 32)
    return text_pdf().replace(b"trailer\n<<", b"trailer\n<</Encrypt<<%s>>/ID[<00><00>]" % rights)


def _looping_ole() -> bytes:
    data = bytearray(ole({"WordDocument": b"x" * 9000}))
    struct.pack_into("<2L", data, 512 + 8, 3, 2)
    return bytes(data)


# Nothing, or only a part

add("empty", "a.docx", b"", "file.empty")
add("empty text", "a.txt", b"", "file.empty")
add("one byte", "a.docx", b"P", READS, "P")
add("one zero byte", "a.pdf", b"\0", "file.unknown")
add("white space only", "a.txt", b" \r\n\t \n" * 50, "file.empty")
add("cut docx", "a.docx", docx(PARAGRAPH * 50)[:-40], "file.broken|file.archive")
add("docx cut to its head", "a.docx", docx()[:100], "file.broken|file.archive")
add("cut xlsx", "a.xlsx", xlsx()[:-30], "file.broken|file.archive")
add("cut ofd", "a.ofd", ofd()[:-30], "file.broken|file.archive")
add("pdf without its end", "a.pdf", text_pdf()[:60], "file.broken")
add("pdf of noise", "a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "file.broken")
add("docx with a damaged part", "a.docx", lambda: _damaged(docx(PARAGRAPH * 400)), "file.broken")
add(
    "docx without document.xml",
    "a.docx",
    zip_of({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"}),
    "file.no_document",
)
add("docx with an empty document.xml", "a.docx", zip_of(docx_parts("") | {"word/document.xml": b""}), "file.broken")
add("docx with a foreign root", "a.docx", zip_of(docx_parts("") | {"word/document.xml": "<html/>"}), "file.broken")
add("docx without content types", "a.docx", lambda: _without(docx_parts(PARAGRAPH), "[Content_Types].xml"), READS, TEXT)
add(
    "docx with wrong content types",
    "a.docx",
    zip_of(docx_parts(PARAGRAPH) | {"[Content_Types].xml": "<x/>"}),
    READS,
    TEXT,
)
add("xlsx without its sheet", "a.xlsx", lambda: _without(xlsx_parts(""), "xl/worksheets/sheet1.xml"), "file.broken")
add("xlsx without workbook", "a.xlsx", lambda: _without(xlsx_parts(""), "xl/workbook.xml"), "file.broken")
add("ofd without its document", "a.ofd", zip_of({"OFD.xml": "<o><DocRoot>D.xml</DocRoot></o>"}), "file.part_missing")
add("ofd that names no page", "a.ofd", ofd(document="<Document/>"), "file.broken")
add("docx whose text is empty", "a.docx", docx(""), "file.empty")
add("pdf of an empty page", "a.pdf", text_pdf(content=b" "), "file.empty")


# Locked

_LOCKED = {"EncryptionInfo": b"\4\0\4\0@\0\0\0<encryption/>", "EncryptedPackage": bytes(range(256)) * 20}
_BOF = struct.pack("<4H12x", 0x0809, 16, 0x0600, 5)
add("encrypted docx", "a.docx", ole(_LOCKED), "file.encrypted")
add("encrypted xlsx", "a.xlsx", ole(_LOCKED), "file.encrypted")
add("encrypted xls", "a.xls", ole({"Workbook": _BOF + struct.pack("<2H", 0x2F, 56) + bytes(56)}), "file.encrypted")
add("encrypted zip entries in a docx", "a.docx", with_flag(docx(), 1), "file.encrypted")
add("encrypted pdf", "a.pdf", _locked_pdf, "file.encrypted|file.broken")


# Under a false name


add("program named docx", "a.docx", b"MZ\x90\0\3\0\0\0" + bytes(500), "file.program")
add("elf program named txt", "a.txt", b"\x7fELF\2\1\1\0" + bytes(500), "file.program")
add("png named pdf", "a.pdf", png(8, 8, b"\0\xff" * 8), "file.scan|file.empty")
add("docx named pdf", "a.pdf", docx(), READS, TEXT)
add("pdf named docx", "a.docx", text_pdf(), READS, LEDGER)
add("html named doc", "a.doc", PAGE.encode(), READS, TEXT)
add("text named xlsx", "a.xlsx", (TEXT + "。").encode("gb18030"), READS, TEXT)
add("plain zip named xlsx", "a.xlsx", zip_of({"readme.txt": TEXT}), "file.archive")
add("rar named docx", "a.docx", b"Rar!\x1a\7\1\0" + bytes(100), "file.archive")
add("gzip named txt", "a.txt", b"\x1f\x8b\x08\0" + bytes(100), "file.archive")
add("empty zip", "a.zip", zip_of({}), "file.archive")
add("rich text", "a.rtf", rb"{\rtf1\ansi {\*\objdata 0105} \u25972?}", "reads|file.needs_libreoffice")
add("shortcut", "a.lnk", b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(200), "file.unknown")
add("mail", "a.eml", b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/plain\n\nledger\n", READS, "ledger")
add("OLE that is no office file", "a.doc", ole({"Anything": b"x" * 100}), "file.broken")
add("OLE of noise", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, "file.broken")
add("OLE with a loop in its table", "a.doc", _looping_ole, "file.broken|file.needs_libreoffice")
