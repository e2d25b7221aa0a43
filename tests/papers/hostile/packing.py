"""Small makers of containers for hostile files: zip, docx, xlsx, ofd, OLE and PDF, with every part in our hands."""

import io
import struct
import zipfile
import zlib

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT = "台账更新滞后"

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
)
_ROOT_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="%s"/></Relationships>'
)

_PNG = b"\x89PNG\r\n\x1a\n"
Part = str | bytes


def zip_of(parts: dict[str, Part] | list[tuple[str | zipfile.ZipInfo, Part]], *, stored: bool = False) -> bytes:
    """Pack parts in their order; a list may name one part twice."""
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content)
    return out.getvalue()


def docx_parts(body: str, **more: Part) -> dict[str, Part]:
    """Return the parts of a Word document with this body; ``more`` are parts under word/ by their stem."""
    return {
        "[Content_Types].xml": _CONTENT_TYPES % ("word/document.xml", "wordprocessingml.document"),
        "_rels/.rels": _ROOT_RELS % "word/document.xml",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        **{f"word/{stem}.xml": content for stem, content in more.items()},
    }


def docx(body: str = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>", **more: Part) -> bytes:
    """Return a Word document."""
    return zip_of(docx_parts(body, **more))


def xlsx_parts(rows: str, after: str = "") -> dict[str, Part]:
    """Return the parts of a workbook with one sheet."""
    return {
        "[Content_Types].xml": (_CONTENT_TYPES % ("xl/workbook.xml", "spreadsheetml.sheet")).replace(
            "</Types>",
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.worksheet+xml"/></Types>',
        ),
        "_rels/.rels": _ROOT_RELS % "xl/workbook.xml",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (_ROOT_RELS % "worksheets/sheet1.xml").replace('/officeDocument"', '/worksheet"'),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
    }


def cell(place: str, text: str = TEXT) -> str:
    """Return an inline text cell."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """Return a row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def xlsx(rows: str = "", after: str = "") -> bytes:
    """Return a workbook."""
    return zip_of(xlsx_parts(rows or row(1, cell("A1")), after))


def ofd(content: str = "", document: str = "") -> bytes:
    """Return an OFD package with one page."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    content = content or (
        '<ofd:Content><ofd:Layer><ofd:TextObject Boundary="30 40 150 8" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{TEXT}</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content>'
    )
    document = (
        document or f'<ofd:Document {ns}><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
    )
    return zip_of(
        {
            "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "D/Document.xml": document,
            "D/P.xml": f"<ofd:Page {ns}>{content}</ofd:Page>",
        }
    )


def with_flag(data: bytes, flag: int) -> bytes:
    """Return a zip with a general purpose flag set on all entries (1: encrypted)."""
    out = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            out[at + place] |= flag
            at = data.find(signature, at + 4)
    return bytes(out)


def overlapping(name: str, content: bytes, times: int) -> bytes:
    """Return a zip whose directory names one packed part many times over."""
    packed = zip_of({name: content})
    start = packed.find(b"PK\x01\x02")
    end = packed.find(b"PK\x05\x06")
    entry = packed[start:end]
    entries = b"".join(
        entry[:46] + f"{number:0{len(name)}d}".encode()[-len(name) :] + entry[46 + len(name) :]
        for number in range(times)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(entries), start, 0)
    return packed[:start] + entries + tail


def ole(streams: dict[str, bytes]) -> bytes:
    """Return an OLE compound file with these streams at its root (each padded to whole sectors)."""
    chunks = [(name, data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")) for name, data in streams.items()]
    directory_sectors = -(-(len(chunks) + 1) // 4)
    fat = [0xFFFFFFFD] + [n + 2 for n in range(directory_sectors - 1)] + [0xFFFFFFFE]
    starts = []
    for _, data in chunks:
        starts.append(len(fat))
        count = len(data) // 512
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, child=1 if chunks else 0xFFFFFFFF, right=0xFFFFFFFF, start=0xFFFFFFFE, size=0)]
    for number, (name, data) in enumerate(chunks, 1):
        following = number + 1 if number < len(chunks) else 0xFFFFFFFF
        entries.append(_entry(name, 2, child=0xFFFFFFFF, right=following, start=starts[number - 1], size=len(data)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9L", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(512, b"\xff")
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + table + directory + b"".join(data for _, data in chunks)


def _entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return head + bytes(36) + struct.pack("<LQ", start, size)


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """Return a PDF of these numbered objects with a correct cross reference table."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, trailer, len(out))
    return out + table + end


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a PDF stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


def text_pdf(*, catalog: bytes = b"", page: bytes = b"", content: bytes = b"", more: bytes = b"") -> bytes:
    """Return a PDF of one page that says "Rectification ledger"."""
    content = content or b"BT /F1 16 Tf 80 700 Td (Rectification ledger) Tj ET"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%s>>" % page,
        stream(content, more),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width: int, height: int, rows: bytes) -> bytes:
    """Return a picture of one bit a point that claims this size."""
    head = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
