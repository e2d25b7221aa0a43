"""Reading: bytes in, a paper out.

:func:`read` looks at the bytes, asks each reader how sure it is that the file is its own, and lets the best one read.
A new format is one file in this folder with a ``READER``.
"""

from liandu.papers.reading.registry import best, read

__all__ = ["best", "read"]
