"""Web pages: the text block is found among the furniture of the site, and both are kept, apart.

Nothing is fetched, nothing is run, and the tree is walked without recursion.
"""

from liandu.papers.reading.html.reader import READER, HtmlReader

__all__ = ["READER", "HtmlReader"]
