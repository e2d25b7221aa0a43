"""The list of hostile and broken files: what each is called, how it is made, and what must become of it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
    pdf,
    row,
    stream,
    text_pdf,
    with_flag,
    xlsx,
    xlsx_parts,
    zip_of,
)

READS = "reads"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
PAGE = f"<html><head><meta charset=utf-8></head><body><div><p>{TEXT}，整改不到位。</p></div></body></html>"
LEDGER = "Rectification ledger"


@dataclass(frozen=True)
class Hostile:
    """A file as it comes: ``what`` it is, its ``name``, what writes it, and the code of the refusal or READS.

    Several codes, parted by "|", when it depends on what is installed. ``holds`` must stand in the text that is read.
    """

    what: str
    name: str
    write: Callable[[Path], object]
    expected: str
    holds: str = ""


FILES: list[Hostile] = []


def add(what: str, name: str, data: bytes | Callable[[], bytes], expected: str, holds: str = "") -> None:
    """Put a file on the list; costly ones are built only when their turn comes."""

    def write(path: Path) -> None:
        path.write_bytes(data() if callable(data) else data)

    FILES.append(Hostile(what, name, write, expected, holds))


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
add("docx without document.xml", "a.docx", zip_of({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"}), "*")
add("docx with an empty document.xml", "a.docx", zip_of(docx_parts("") | {"word/document.xml": b""}), "file.broken")
add("docx with a foreign root", "a.docx", zip_of(docx_parts("") | {"word/document.xml": "<html/>"}), "*")
add("docx without content types", "a.docx", lambda: _without(docx_parts(PARAGRAPH), "[Content_Types].xml"), READS, TEXT)
add("docx with wrong content types", "a.docx", zip_of(docx_parts(PARAGRAPH) | {"[Content_Types].xml": "<x/>"}), READS, TEXT)
add("xlsx without its sheet", "a.xlsx", lambda: _without(xlsx_parts(""), "xl/worksheets/sheet1.xml"), "*")
add("xlsx without workbook", "a.xlsx", lambda: _without(xlsx_parts(""), "xl/workbook.xml"), "*")
add("ofd without its document", "a.ofd", zip_of({"OFD.xml": "<o><DocRoot>D.xml</DocRoot></o>"}), "file.part_missing")
add("ofd that names no page", "a.ofd", ofd(document="<Document/>"), "file.broken")
add("docx whose text is empty", "a.docx", docx(""), "file.empty")
add("pdf of an empty page", "a.pdf", text_pdf(content=b" "), "file.empty")


def _damaged(data: bytes) -> bytes:
    at = data.find(b"word/document.xml") + 40
    return data[:at] + bytes(b ^ 0x5A for b in data[at : at + 60]) + data[at + 60 :]


def _without(parts: dict[str, str | bytes], name: str) -> bytes:
    return zip_of({part: content for part, content in parts.items() if part != name})


# Locked

_LOCKED = {"EncryptionInfo": b"\4\0\4\0@\0\0\0<encryption/>", "EncryptedPackage": bytes(range(256)) * 20}
_BOF = struct.pack("<4H8x", 0x0809, 16, 0x0600, 5)
add("encrypted docx", "a.docx", ole(_LOCKED), "file.encrypted")
add("encrypted xlsx", "a.xlsx", ole(_LOCKED), "file.encrypted")
add("encrypted xls", "a.xls", ole({"Workbook": _BOF + struct.pack("<2H", 0x2F, 54) + bytes(54)}), "file.encrypted")
add("encrypted zip entries in a docx", "a.docx", with_flag(docx(), 1), "file.encrypted")
add("encrypted pdf", "a.pdf", lambda: _locked_pdf(), "file.encrypted|file.broken")


def _locked_pdf() -> bytes:
    rights = b"/Filter/Standard/V 2/R 3/Length 128/P -1/O<%s>/U<%s>" % (b"41" * 32, b"42" * 32)
    return text_pdf().replace(b"trailer\n<<", b"trailer\n<</Encrypt<<%s>>/ID[<00><00>]" % rights)


# Under a false name

_PNG = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


add("program named docx", "a.docx", b"MZ\x90\0\3\0\0\0" + bytes(500), "file.program")
add("elf program named txt", "a.txt", b"\x7fELF\2\1\1\0" + bytes(500), "file.program")
add("png named pdf", "a.pdf", _png(8, 8, b"\0\xff" * 8), "file.scan|file.empty|*")
add("docx named pdf", "a.pdf", docx(), READS, TEXT)
add("pdf named docx", "a.docx", text_pdf(), READS, LEDGER)
add("html named doc", "a.doc", PAGE.encode(), READS, TEXT)
add("text named xlsx", "a.xlsx", (TEXT + "。").encode("gb18030"), READS, TEXT)
add("plain zip named xlsx", "a.xlsx", zip_of({"readme.txt": TEXT}), "file.archive")
add("rar named docx", "a.docx", b"Rar!\x1a\7\1\0" + bytes(100), "file.archive")
add("gzip named txt", "a.txt", b"\x1f\x8b\x08\0" + bytes(100), "file.archive")
add("empty zip", "a.zip", zip_of({}), "file.archive")
add("rich text", "a.rtf", rb"{\rtf1\ansi {\*\objdata 0105} \u25972?}", "*")
add("shortcut", "a.lnk", b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(200), "file.unknown")
add("mail", "a.eml", b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/plain\n\nledger\n", READS, "ledger")
add("OLE that is no office file", "a.doc", ole({"Anything": b"x" * 100}), "*")
add("OLE of noise", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, "*")
add("OLE with a loop in its table", "a.doc", lambda: _looping_ole(), "*")


def _looping_ole() -> bytes:
    data = bytearray(ole({"WordDocument": b"x" * 9000}))
    struct.pack_into("<2L", data, 512 + 8, 3, 2)
    return bytes(data)


# Macros and programs inside

add("docm", "a.docm", docx(vbaProject="x"), "*")
add("docx with a macro part", "a.docx", zip_of(docx_parts(PARAGRAPH) | {"word/vbaProject.bin": b"\xd0\xcf"}), "file.macros")
add("xlsm", "a.xlsm", zip_of(xlsx_parts(row(1, cell("A1"))) | {"xl/vbaProject.bin": b"\xd0\xcf"}), "file.macros")
add("doc with macros", "a.doc", ole({"WordDocument": b"\xec\xa5" + bytes(600), "_VBA_PROJECT": b"x"}), "*")
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
add("html that leads away", "a.html", PAGE.replace("<head>", '<head><meta http-equiv=refresh content="0;url=http://127.0.0.1/">').encode(), READS, TEXT)
add("html with scripts and frames", "a.html", PAGE.replace("<div>", "<script>for(;;);</script><iframe src=file:///etc/passwd></iframe><img src=x onerror=1><div>").encode(), READS, TEXT)

# Bombs

add("zip bomb", "a.docx", lambda: zip_of(docx_parts(PARAGRAPH) | {"word/media/a.bin": bytes(60_000_000)}), "file.bomb")
add("zip bomb in document.xml", "a.docx", lambda: docx(PARAGRAPH + " " * 30_000_000), "file.bomb")
add("zip bomb in a sheet", "a.xlsx", lambda: xlsx(row(1, cell("A1")) + " " * 30_000_000), "file.bomb")
add("zip bomb of overlapping parts", "a.docx", lambda: overlapping("00000", bytes(900_000), 4000), "file.bomb|file.bad_names|file.archive")
add("zip in zip", "a.docx", lambda: zip_of({"a.zip": zip_of({"b.zip": zip_of({"c": bytes(5_000_000)})})}), "file.archive")
add("zip with too many parts", "a.docx", lambda: zip_of({f"word/{n}.xml": "" for n in range(6000)}, stored=True), "file.bomb|file.archive")
add("ofd bomb", "a.ofd", lambda: ofd(content="<Content>" + " " * 30_000_000 + "</Content>"), "file.bomb|file.archive")
add("picture of a billion points", "a.png", lambda: _png(60_000, 60_000, bytes(4_000_000)), "file.scan|file.bomb")
add("pdf bomb", "a.pdf", lambda: text_pdf(content=zlib.compress(b" " * 40_000_000 + b"BT /F1 16 Tf (Rectification ledger) Tj ET"), more=b"/Filter/FlateDecode"), READS, LEDGER)
add("pdf with filters upon filters", "a.pdf", lambda: text_pdf(content=_often(bytes(5_000_000)), more=b"/Filter[" + b"/FlateDecode" * 3 + b"]"), "file.empty")


def _often(data: bytes) -> bytes:
    return zlib.compress(zlib.compress(zlib.compress(data)))


_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)
_ENTITIES = {
    "billion laughs": (_LAUGHS + "]>", "&a9;"),
    "quadratic entities": (f"<!DOCTYPE x [<!ENTITY q '{'q' * 50_000}'>]>", "&q;" * 2000),
    "entity of a local file": ("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>", "&f;"),
    "entity of a web address": ("<!DOCTYPE x [<!ENTITY f SYSTEM 'http://127.0.0.1:9/x'>]>", "&f;"),
    "foreign document type": ("<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>", ""),
    "parameter entity": ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>", ""),
}


def _with_doctype(doctype: str, inside: str, *, encoding: str = "utf-8") -> bytes:
    body = f"<w:p><w:r><w:t>{TEXT}{inside}</w:t></w:r></w:p>"
    text = f"<?xml version='1.0' encoding='{encoding}'?>{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"
    return zip_of(docx_parts("") | {"word/document.xml": text.encode(encoding)})


for _what, (_doctype, _inside) in _ENTITIES.items():
    add(_what, "a.docx", _with_doctype(_doctype, _inside), "file.entities")
add("billion laughs in UTF-16", "a.docx", _with_doctype(_LAUGHS + "]>", "&a9;", encoding="utf-16"), "file.entities")
add("billion laughs in a sheet", "a.xlsx", lambda: _laughing_sheet(), "file.entities|file.broken")
add("billion laughs in ofd", "a.ofd", zip_of({"OFD.xml": _LAUGHS + "]><o><DocRoot>&a9;</DocRoot></o>"}), "file.entities")
add("billion laughs in html", "a.html", (_LAUGHS + "]>" + PAGE.replace(TEXT, TEXT + "&a9;")).encode(), READS, TEXT)
add("UTF-7 document.xml", "a.docx", zip_of(docx_parts("") | {"word/document.xml": "<?xml version='1.0' encoding='UTF-7'?>+ADw-w/+AD4-"}), "file.broken")


def _laughing_sheet() -> bytes:
    sheet = f"{_LAUGHS}]><worksheet xmlns='{MAIN}'><sheetData>{row(1, cell('A1', '&a9;'))}</sheetData></worksheet>"
    return zip_of(xlsx_parts("") | {"xl/worksheets/sheet1.xml": sheet})


# Nesting and loops

_DEEP = 500
add("deep XML", "a.docx", docx("<w:p>" * _DEEP + "</w:p>" * _DEEP), "file.too_deep")
add("deep content controls", "a.docx", docx("<w:sdt><w:sdtContent>" * _DEEP + PARAGRAPH + "</w:sdtContent></w:sdt>" * _DEEP), "file.too_deep")
add("tables in tables", "a.docx", docx("<w:tbl><w:tr><w:tc>" * _DEEP + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * _DEEP), "file.too_deep")
add("tables in tables, fifty", "a.docx", docx("<w:tbl><w:tr><w:tc>" * 50 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 50), READS, TEXT)
add("deep html", "a.html", ("<html><body>" + "<div>" * _DEEP + TEXT).encode(), "file.too_deep")
add("html tables in tables", "a.html", ("<html><body>" + "<table><tr><td>1<td>" * _DEEP + TEXT).encode(), "file.too_deep")
add("very deep html", "a.html", lambda: ("<html><body>" + "<b>" * 200_000 + TEXT).encode(), "file.too_deep|" + READS)
add("deep ofd", "a.ofd", ofd(content="<a>" * _DEEP + "</a>" * _DEEP), "file.too_deep")
add("deep pdf arrays", "a.pdf", text_pdf(catalog=b"/X" + b"[" * 5000 + b"]" * 5000), READS + "|file.broken")
add("page tree that holds itself", "a.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "file.broken|file.empty")
add("pdf of no page", "a.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "file.broken")
add("pdf that claims a billion pages", "a.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 1000000000>>"), "*")
add("pdf whose stream length is itself", "a.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"), "file.empty|file.broken")
add("pdf form that draws itself", "a.pdf", lambda: _drawing_itself(), "file.empty|" + READS)
add("pdf of a gigantic page", "a.pdf", text_pdf(page=b"/UserUnit 1e9/CropBox[-1e30 -1e30 1e30 1e30]"), READS, LEDGER)


def _drawing_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        form,
        stream(b"/X Do"),
    )


_NUMBERED = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
_STYLED = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
_LOOPING_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_LOOPING_STYLES = (
    f'<w:styles {W}><w:style w:type="numbering" w:styleId="S"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
)
add("numbering that names itself", "a.docx", docx(_NUMBERED, numbering=_LOOPING_NUMBERING, styles=_LOOPING_STYLES), READS, TEXT)
add("styles that stand on each other", "a.docx", docx(_STYLED, styles=_LOOPING_STYLES), READS, TEXT)
add("numbering of a senseless level", "a.docx", docx(_NUMBERED.replace('ilvl w:val="0"', 'ilvl w:val="-99999999999"'), numbering=_LOOPING_NUMBERING), READS, TEXT)
add("numbering that starts at a quintillion", "a.docx", docx(_NUMBERED, numbering=f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999999999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'), READS, TEXT)


# Grids

def _spans(across: str, down: str = "") -> bytes:
    return docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{down}</w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>')


add("negative gridSpan", "a.docx", _spans("-5"), READS, TEXT)
add("gigantic gridSpan", "a.docx", _spans("999999999"), READS + "|file.too_many_cells", TEXT)
add("gridSpan of letters", "a.docx", _spans("many"), READS, TEXT)
add("vMerge without a beginning", "a.docx", _spans("1", "<w:vMerge/>"), READS + "|file.empty")
add("cell in the last corner", "a.xlsx", xlsx(row(1, cell("A1")) + row(1048576, cell("XFD1048576"))), READS + "|file.too_many_cells|file.bomb", TEXT)
add("cell beyond the last corner", "a.xlsx", xlsx(row(1, cell("A1")) + row(99999999, cell("ZZZZZ99999999"))), "*")
add("very many merged ranges", "a.xlsx", lambda: xlsx(row(1, cell("A1")), _merges(200_000)), READS + "|file.too_many_cells|file.bomb", TEXT)
add("one merged range over everything", "a.xlsx", xlsx(row(1, cell("A1")), '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), READS + "|file.too_many_cells", TEXT)
add("formulas that start programs", "a.xlsx", xlsx(row(1, cell("A1", "=cmd|' /C calc'!A0"), '<c r="B1"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>7</v></c>', cell("C1", "@SUM(1+1)*cmd|' /C calc'!A0"))), READS, "=cmd|' /C calc'!A0")
add("html cells over millions of fields", "a.html", PAGE.replace("<div>", "<div><table>" + "<tr><td rowspan=65534 colspan=1000>1</td><td>2</td></tr>" * 200 + "</table>").encode(), "file.too_many_cells")


def _merges(count: int) -> str:
    refs = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
    return f'<mergeCells count="{count}">{refs}</mergeCells>'


# Sheer size

def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)


FILES.append(Hostile("200 MB", "a.pdf", _sparse, "file.too_large"))
add("html of one long line", "a.html", lambda: PAGE.replace(TEXT, TEXT * 600_000).encode(), READS, TEXT)
add("html of 100,000 tags", "a.html", lambda: PAGE.replace("<p>", "<p>问题</p>" * 50_000 + "<p>").encode(), READS, TEXT)
add("text of a million lines", "a.txt", lambda: (TEXT + "\n").encode() * 300_000, READS, TEXT)
add("text of one long line of one letter", "a.txt", lambda: "（".encode() * 1_500_000, READS, "（")
add("text beyond the limit", "a.txt", lambda: b"a" * 6_000_000, "file.too_long")

# Letters

add("control characters", "a.txt", (TEXT + "\x07\x1b[2J\x08。" + "整改" * 80).encode(), READS, TEXT)
add("zero bytes in text", "a.txt", (TEXT + "\0。" + "整改" * 80).encode(), READS, TEXT)
add("broken UTF-8", "a.txt", (TEXT * 100).encode() + b"\xff\xfe\xfd", READS, TEXT)
add("surrogates in UTF-8", "a.txt", TEXT.encode() * 60 + b"\xed\xa0\x80", READS, TEXT)
add("lone surrogates in UTF-16", "a.txt", b"\xff\xfe" + b"\x00\xd8" * 400, "file.not_text")
add("letters that turn the line round", "a.txt", f"\u202e{TEXT}\u202c".encode(), READS, TEXT)
add("noise", "a.txt", bytes((n * 7919 + n // 3) % 256 for n in range(4000)), "file.unknown|file.not_text")
add("zero bytes in XML", "a.docx", zip_of(docx_parts("") | {"word/document.xml": f"<w:document {W}>\0</w:document>"}), "file.broken")
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


add("link as a part", "a.docx", _link(), READS, TEXT)
add("part that comes twice", "a.docx", _twice(), "file.bad_names|file.archive")
add("name that turns round", "a\u202excod.exe", docx(), READS, TEXT)
add("name of several lines", "a\nb\r\n.docx", docx(), READS, TEXT)
add("name of a thousand letters", "长" * 1000 + ".docx", docx(), READS, TEXT)
add("name that climbs", "../../etc/passwd", docx(), READS, TEXT)
add("name with a zero byte", "a\0.docx", docx(), READS, TEXT)
add("no name", "", docx(), READS, TEXT)
add("name with a percent place", "%(x)s%s.bin", b"\x01\x02\x03\x04" * 50, "file.unknown")
