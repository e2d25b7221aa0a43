"""Word documents (.docx, .dotx; also in the Strict form): text with its automatic numbers, tables, notes."""

from liandu.papers.reading.docx.document import READER, DocxReader

__all__ = ["READER", "DocxReader"]
