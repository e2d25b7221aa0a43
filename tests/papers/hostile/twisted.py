"""Nesting, loops, senseless grids and sheer size."""

from pathlib import Path

from tests.papers.hostile.listing import FILES, LEDGER, PAGE, PARAGRAPH, READS, Hostile, add
from tests.papers.hostile.packing import TEXT, W, cell, docx, ofd, pdf, row, stream, text_pdf, xlsx


def _drawing_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>")
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>",
        form,
        stream(b"/X Do"),
    )


def _spans(across: str, down: str = "") -> bytes:
    return docx(
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{down}</w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'
    )


def _merges(count: int) -> str:
    refs = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
    return f'<mergeCells count="{count}">{refs}</mergeCells>'


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)


# Nesting and loops

_DEEP = 500
add("deep XML", "a.docx", docx("<w:p>" * _DEEP + "</w:p>" * _DEEP), "file.too_deep")
add(
    "deep content controls",
    "a.docx",
    docx("<w:sdt><w:sdtContent>" * _DEEP + PARAGRAPH + "</w:sdtContent></w:sdt>" * _DEEP),
    "file.too_deep",
)
add(
    "tables in tables",
    "a.docx",
    docx("<w:tbl><w:tr><w:tc>" * _DEEP + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * _DEEP),
    "file.too_deep",
)
add(
    "tables in tables, fifty",
    "a.docx",
    docx("<w:tbl><w:tr><w:tc>" * 50 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 50),
    READS,
    TEXT,
)
add("deep html", "a.html", ("<html><body>" + "<div>" * _DEEP + TEXT).encode(), "file.too_deep")
add(
    "html tables in tables",
    "a.html",
    ("<html><body>" + "<table><tr><td>1<td>" * _DEEP + TEXT).encode(),
    "file.too_deep",
)
add("very deep html", "a.html", b"<html><body>" + b"<b>" * 200_000, "file.too_deep")
add("deep ofd", "a.ofd", ofd(content="<a>" * _DEEP + "</a>" * _DEEP), "file.too_deep")
add("deep pdf arrays", "a.pdf", text_pdf(catalog=b"/X" + b"[" * 5000 + b"]" * 5000), READS + "|file.broken")
add(
    "page tree that holds itself",
    "a.pdf",
    pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
    "file.broken|file.empty",
)
add("pdf of no page", "a.pdf", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "file.broken")
add(
    "pdf that claims a billion pages",
    "a.pdf",
    pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 1000000000>>"),
    "file.broken",
)
add(
    "pdf whose stream length is itself",
    "a.pdf",
    pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Length 4 0 R>>\nstream\nBT ET\nendstream",
    ),
    "file.empty|file.broken",
)
add("pdf form that draws itself", "a.pdf", _drawing_itself, "file.bomb")
add("pdf of a gigantic page", "a.pdf", text_pdf(page=b"/UserUnit 1e9/CropBox[-1e30 -1e30 1e30 1e30]"), READS, LEDGER)


_NUMBERED = (
    f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
)
_STYLED = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
_LOOPING_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_LOOPING_STYLES = (
    f'<w:styles {W}><w:style w:type="numbering" w:styleId="S">'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
)
add(
    "numbering that names itself",
    "a.docx",
    docx(_NUMBERED, numbering=_LOOPING_NUMBERING, styles=_LOOPING_STYLES),
    READS,
    TEXT,
)
add("styles that stand on each other", "a.docx", docx(_STYLED, styles=_LOOPING_STYLES), READS, TEXT)
add(
    "numbering of a senseless level",
    "a.docx",
    docx(_NUMBERED.replace('ilvl w:val="0"', 'ilvl w:val="-99999999999"'), numbering=_LOOPING_NUMBERING),
    READS,
    TEXT,
)
_FAR_NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="999999999999999999"/>'
    '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
add("numbering that starts at a quintillion", "a.docx", docx(_NUMBERED, numbering=_FAR_NUMBERING), READS, TEXT)


# Grids


add("negative gridSpan", "a.docx", _spans("-5"), READS, TEXT)
add("gigantic gridSpan", "a.docx", _spans("999999999"), READS + "|file.too_many_cells", TEXT)
add("gridSpan of letters", "a.docx", _spans("many"), READS, TEXT)
add("vMerge without a beginning", "a.docx", _spans("1", "<w:vMerge/>"), READS + "|file.empty")
add(
    "cell in the last corner",
    "a.xlsx",
    xlsx(row(1, cell("A1")) + row(1048576, cell("XFD1048576"))),
    READS + "|file.too_many_cells|file.bomb",
    TEXT,
)
add(
    "cell beyond the last corner",
    "a.xlsx",
    xlsx(row(1, cell("A1")) + row(99999999, cell("ZZZZZ99999999"))),
    "file.too_many_cells",
)
add(
    "very many merged ranges",
    "a.xlsx",
    lambda: xlsx(row(1, cell("A1")), _merges(200_000)),
    READS + "|file.too_many_cells|file.bomb",
    TEXT,
)
add(
    "one merged range over everything",
    "a.xlsx",
    xlsx(row(1, cell("A1")), '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    READS + "|file.too_many_cells",
    TEXT,
)
add(
    "formulas that start programs",
    "a.xlsx",
    xlsx(
        row(
            1,
            cell("A1", "=cmd|' /C calc'!A0"),
            '<c r="B1"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>7</v></c>',
            cell("C1", "@SUM(1+1)*cmd|' /C calc'!A0"),
        )
    ),
    READS,
    "=cmd|' /C calc'!A0",
)
add(
    "html cells over millions of fields",
    "a.html",
    PAGE.replace(
        "<div>", "<div><table>" + "<tr><td rowspan=65534 colspan=1000>1</td><td>2</td></tr>" * 200 + "</table>"
    ).encode(),
    "file.too_many_cells",
)


# Sheer size


FILES.append(Hostile("200 MB", "a.pdf", _sparse, "file.too_large"))
add("html of one long line", "a.html", lambda: PAGE.replace(TEXT, TEXT * 600_000).encode(), READS, TEXT)
add("html of 100,000 tags", "a.html", lambda: PAGE.replace("<p>", "<p>问题</p>" * 50_000 + "<p>").encode(), READS, TEXT)
add("text of 120,000 lines", "a.txt", lambda: (TEXT + "\n").encode() * 120_000, READS, TEXT)
add("text of one long line of one letter", "a.txt", lambda: "（".encode() * 1_500_000, READS, "（")
add("text beyond the limit", "a.txt", lambda: b"a" * 6_000_000, "file.too_long")
