"""Small Word documents written part by part, so that a test says exactly what stands in the file."""

import io
import zipfile
from collections.abc import Mapping

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ROOTS = {"header": "hdr", "footer": "ftr"}


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    others: Mapping[str, str] | None = None,
    extra: Mapping[str, bytes] | None = None,
    main_type: str = "document.main",
) -> bytes:
    """Return a .docx whose ``w:body`` holds ``body``.

    ``others`` are further parts by file name, their kind before the first digit (``header1``, ``footnotes``), each
    given without its root element; ``extra`` are raw parts by their full name.
    """
    parts = {"styles": styles, "numbering": numbering, **(others or {})}
    parts = {name: inner for name, inner in parts.items() if inner}
    kinds = {name: name.rstrip("0123456789") for name in parts}
    types = [_override("document", main_type), *(_override(name, kind) for name, kind in kinds.items())]
    relations = [
        f'<Relationship Id="r{number}" Type="{_RELATIONS}{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(kinds.items())
    ]
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>' + "".join(types) + "</Types>",
        "_rels/.rels": _relationships(
            [f'<Relationship Id="r0" Type="{_RELATIONS}officeDocument" Target="word/document.xml"/>']
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(relations),
    }
    for name, inner in parts.items():
        root = _ROOTS.get(kinds[name], kinds[name])
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    return packed({**{name: text.encode() for name, text in files.items()}, **(extra or {})})


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def p(*runs: str, style: str = "", num: str = "", level: int | None = None, more: str = "", mark: str = "") -> str:
    """Return a paragraph; ``runs`` are plain text or XML; ``more`` stands in its properties, ``mark`` in its mark's."""
    numbered = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    numbered += f'<w:numId w:val="{num}"/>' if num else ""
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + (f"<w:numPr>{numbered}</w:numPr>" if numbered else "")
        + more
        + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(_as_run, runs))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of text with run properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*paragraphs: str, properties: str = "") -> str:
    """Return a table cell; plain text becomes a paragraph."""
    inner = "".join(text if text.startswith("<w:") else p(text) for text in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a table row; plain text becomes a cell."""
    inner = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def _as_run(text: str) -> str:
    return text if text.startswith("<") else r(text)


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'


def _relationships(relations: list[str]) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(relations)
        + "</Relationships>"
    )
