"""PDF with a text layer: real lines from character boxes, paragraphs, ruled tables, headers and footers apart.

Limits, on purpose: columns of a newspaper stay in the order in which the file draws them; tables are found by their
ruling lines only; a row of a table that is cut by the end of a page stays two rows.
"""

from liandu.papers.reading.pdf.reader import READER, PdfReader

__all__ = ["READER", "PdfReader"]
