"""Writing: an official paper in, bytes of a Word document or a PDF out, in the look of GB/T 9704-2012."""

from liandu.papers.writing.blocks import Block, OfficialPaper, PageBreak, Paragraph, Signatures, Style, Table
from liandu.papers.writing.pdf import write_pdf
from liandu.papers.writing.word import write_docx

__all__ = [
    "Block",
    "OfficialPaper",
    "PageBreak",
    "Paragraph",
    "Signatures",
    "Style",
    "Table",
    "write_docx",
    "write_pdf",
]
