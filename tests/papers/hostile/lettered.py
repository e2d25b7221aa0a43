"""Odd letters in texts and in names."""

import io
import zipfile

from tests.papers.hostile.listing import PAGE, PARAGRAPH, READS, add
from tests.papers.hostile.packing import TEXT, W, docx, docx_parts, zip_of


def _link() -> bytes:
    info = zipfile.ZipInfo("word/media/link")
    info.external_attr = 0o120777 << 16
    return zip_of([*docx_parts(PARAGRAPH).items(), (info, "/etc/passwd")])


def _twice() -> bytes:
    parts: list[tuple[str | zipfile.ZipInfo, str | bytes]] = [*docx_parts(PARAGRAPH).items()]
    out = io.BytesIO()
    data = zip_of([*parts, ("word/documenX.xml", "<x/>")])
    out.write(data.replace(b"word/documenX.xml", b"word/document.xml"))
    return out.getvalue()


# Letters

add("control characters", "a.txt", (TEXT + "\x07\x1b[2J\x08。" + "整改" * 80).encode(), READS, TEXT)
add("zero bytes in text", "a.txt", (TEXT + "\0。" + "整改" * 80).encode(), READS, TEXT)
add("broken UTF-8", "a.txt", (TEXT * 100).encode() + b"\xff\xfe\xfd", READS, TEXT)
add("surrogates in UTF-8", "a.txt", TEXT.encode() * 60 + b"\xed\xa0\x80", READS, TEXT)
add("lone surrogates in UTF-16", "a.txt", b"\xff\xfe" + b"\x00\xd8" * 400, "file.not_text")
add("letters that turn the line round", "a.txt", f"\u202e{TEXT}\u202c".encode(), READS, TEXT)
add("noise", "a.txt", bytes((n * 7919 + n // 3) % 256 for n in range(4000)), "file.unknown|file.not_text")
add(
    "zero bytes in XML",
    "a.docx",
    zip_of(docx_parts("") | {"word/document.xml": f"<w:document {W}>\0</w:document>"}),
    "file.broken",
)
add("html of zero bytes", "a.html", PAGE.replace("<p>", "<p>\0\0").encode(), READS, TEXT)

# Names

for _what, _name in {
    "climbing part name": "../../../tmp/evil.xml",
    "absolute part name": "/etc/cron.d/evil",
    "drive in a part name": "C:\\Windows\\evil.xml",
    "backslashes that climb": "..\\..\\evil.xml",
    "line end in a part name": "word/a\nb.xml",
}.items():
    add(_what, "a.docx", zip_of(docx_parts(PARAGRAPH) | {_name: "x"}), "file.bad_names|file.archive")


add("link as a part", "a.docx", _link(), READS, TEXT)
add("part that comes twice", "a.docx", _twice(), "file.bad_names|file.archive")
add("name that turns round", "a\u202excod.exe", docx(), READS, TEXT)
add("name of several lines", "a\nb\r\n.docx", docx(), READS, TEXT)
add("name of a thousand letters", "长" * 1000 + ".docx", docx(), READS, TEXT)
add("name that climbs", "../../etc/passwd", docx(), READS, TEXT)
add("name with a zero byte", "a\0.docx", docx(), READS, TEXT)
add("no name", "", docx(), READS, TEXT)
add("name with a percent place", "%(x)s%s.bin", b"\x01\x02\x03\x04" * 50, "file.unknown")
