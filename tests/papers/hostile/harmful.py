"""Macros, programs and bombs."""

import zlib

from tests.papers.hostile.listing import LEDGER, PAGE, PARAGRAPH, READS, add
from tests.papers.hostile.packing import (
    MAIN,
    TEXT,
    W,
    cell,
    docx,
    docx_parts,
    ofd,
    ole,
    overlapping,
    png,
    row,
    text_pdf,
    xlsx,
    xlsx_parts,
    zip_of,
)


def _docm() -> bytes:
    parts = docx_parts(PARAGRAPH)
    kinds = str(parts["[Content_Types].xml"]).replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return zip_of(parts | {"[Content_Types].xml": kinds, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _often(data: bytes) -> bytes:
    return zlib.compress(zlib.compress(zlib.compress(data)))


def _with_doctype(doctype: str, inside: str, *, encoding: str = "utf-8") -> bytes:
    body = f"<w:p><w:r><w:t>{TEXT}{inside}</w:t></w:r></w:p>"
    text = f"<?xml version='1.0' encoding='{encoding}'?>{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"
    return zip_of(docx_parts("") | {"word/document.xml": text.encode(encoding)})


def _laughing_sheet() -> bytes:
    sheet = f"{_LAUGHS}]><worksheet xmlns='{MAIN}'><sheetData>{row(1, cell('A1', '&a9;'))}</sheetData></worksheet>"
    return zip_of(xlsx_parts("") | {"xl/worksheets/sheet1.xml": sheet})


# Macros and programs inside

add("docm", "a.docm", _docm, "file.macros")
add(
    "docx with a macro part",
    "a.docx",
    zip_of(docx_parts(PARAGRAPH) | {"word/vbaProject.bin": b"\xd0\xcf"}),
    "file.macros",
)
add("xlsm", "a.xlsm", zip_of(xlsx_parts(row(1, cell("A1"))) | {"xl/vbaProject.bin": b"\xd0\xcf"}), "file.macros")
add("doc with macros", "a.doc", ole({"WordDocument": b"\xec\xa5" + bytes(600), "_VBA_PROJECT": b"x"}), "file.macros")


add(
    "pdf with a script",
    "a.pdf",
    text_pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1/'\\))>>"),
    READS,
    LEDGER,
)
add("pdf that starts a program", "a.pdf", text_pdf(catalog=b"/OpenAction<</S/Launch/F(/bin/sh)>>"), READS, LEDGER)
add(
    "pdf with an attachment",
    "a.pdf",
    text_pdf(catalog=b"/Names<</EmbeddedFiles<</Names[(x.exe)<</Type/Filespec/F(x.exe)>>]>>>>"),
    READS,
    LEDGER,
)
add(
    "html that leads away",
    "a.html",
    PAGE.replace("<head>", '<head><meta http-equiv=refresh content="0;url=http://127.0.0.1/">').encode(),
    READS,
    TEXT,
)
add(
    "html with scripts and frames",
    "a.html",
    PAGE.replace(
        "<div>", "<script>for(;;);</script><iframe src=file:///etc/passwd></iframe><img src=x onerror=1><div>"
    ).encode(),
    READS,
    TEXT,
)

# Bombs

add("zip bomb", "a.docx", lambda: zip_of(docx_parts(PARAGRAPH) | {"word/media/a.bin": bytes(60_000_000)}), "file.bomb")
add("zip bomb in document.xml", "a.docx", lambda: docx(PARAGRAPH + " " * 30_000_000), "file.bomb")
add("zip bomb in a sheet", "a.xlsx", lambda: xlsx(row(1, cell("A1")) + " " * 30_000_000), "file.bomb")
add(
    "zip bomb of overlapping parts",
    "a.docx",
    lambda: overlapping("00000", bytes(900_000), 4000),
    "file.bomb|file.bad_names|file.archive",
)
add(
    "zip in zip",
    "a.docx",
    lambda: zip_of({"a.zip": zip_of({"b.zip": zip_of({"c": bytes(5_000_000)})})}),
    "file.archive",
)
add(
    "zip with too many parts",
    "a.docx",
    lambda: zip_of({f"word/{n}.xml": "" for n in range(6000)}, stored=True),
    "file.bomb|file.archive",
)
add("ofd bomb", "a.ofd", lambda: ofd(content="<Content>" + " " * 30_000_000 + "</Content>"), "file.bomb|file.archive")
add("picture of a billion points", "a.png", lambda: png(60_000, 60_000, bytes(4_000_000)), "file.scan|file.bomb")
add(
    "pdf bomb",
    "a.pdf",
    lambda: text_pdf(
        content=zlib.compress(b" " * 40_000_000 + b"BT /F1 16 Tf (Rectification ledger) Tj ET"),
        more=b"/Filter/FlateDecode",
    ),
    READS,
    LEDGER,
)
add(
    "pdf with filters upon filters",
    "a.pdf",
    lambda: text_pdf(content=_often(bytes(5_000_000)), more=b"/Filter[" + b"/FlateDecode" * 3 + b"]"),
    "file.empty",
)


_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
_ENTITIES = {
    "billion laughs": (_LAUGHS + "]>", "&a9;"),
    "quadratic entities": (f"<!DOCTYPE x [<!ENTITY q '{'q' * 50_000}'>]>", "&q;" * 2000),
    "entity of a local file": ("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>", "&f;"),
    "entity of a web address": ("<!DOCTYPE x [<!ENTITY f SYSTEM 'http://127.0.0.1:9/x'>]>", "&f;"),
    "foreign document type": ("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>", ""),
    "parameter entity": ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>", ""),
}


for _what, (_doctype, _inside) in _ENTITIES.items():
    add(_what, "a.docx", _with_doctype(_doctype, _inside), "file.entities")
add("billion laughs in UTF-16", "a.docx", _with_doctype(_LAUGHS + "]>", "&a9;", encoding="utf-16"), "file.entities")
add("billion laughs in a sheet", "a.xlsx", _laughing_sheet, "file.entities|file.broken")
add(
    "billion laughs in ofd", "a.ofd", zip_of({"OFD.xml": _LAUGHS + "]><o><DocRoot>&a9;</DocRoot></o>"}), "file.entities"
)
add("billion laughs in html", "a.html", (_LAUGHS + "]>" + PAGE.replace(TEXT, TEXT + "&a9;")).encode(), READS, TEXT)
add(
    "UTF-7 document.xml",
    "a.docx",
    zip_of(docx_parts("") | {"word/document.xml": "<?xml version='1.0' encoding='UTF-7'?>+ADw-w/+AD4-"}),
    "file.broken",
)
