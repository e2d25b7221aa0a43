"""Merkle trees as RFC 6962 and RFC 9162 draw them: one root for many leaves, and a short path from a leaf to the root.

Leaves come in ready (``offline.leaf_of``). Plain Python; ``offline.py`` has its own root and check, because it travels
alone, and the tests hold both against each other.
"""

from hashlib import sha256


def node(left: bytes, right: bytes) -> bytes:
    """Return the node above two nodes; the first byte keeps nodes and leaves apart."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    """Return the root of the tree over ``leaves`` (one or more)."""
    return levels(leaves)[-1][0]


def levels(leaves: list[bytes]) -> list[list[bytes]]:
    """Return the tree level by level, the leaves first, the root last; an odd node goes up as it is."""
    tree = [leaves]
    while len(tree[-1]) > 1:
        below = tree[-1]
        above = [node(left, right) for left, right in zip(below[::2], below[1::2], strict=False)]
        tree.append(above + below[-1:] if len(below) % 2 else above)
    return tree


def path(leaves: list[bytes], index: int) -> list[bytes]:
    """Return the nodes beside the way from leaf ``index`` up to the root, the lowest first."""
    beside = []
    for level in levels(leaves)[:-1]:
        if index ^ 1 < len(level):
            beside.append(level[index ^ 1])
        index //= 2
    return beside


def leads_to(leaf: bytes, index: int, count: int, beside: list[bytes], wanted: bytes) -> bool:
    """Return whether ``beside`` leads from the leaf with this index, one of ``count``, to the root ``wanted``."""
    here, last, reached, way = index, count - 1, leaf, iter(beside)
    while last:
        if here % 2:
            reached = node(next(way, b""), reached)
        elif here != last:
            reached = node(reached, next(way, b""))
        here, last = here // 2, last // 2
    return next(way, None) is None and reached == wanted
