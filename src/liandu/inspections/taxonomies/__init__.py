"""The taxonomy of findings (问题分类) as versions: the one in force, what may follow it, and how two differ.

The form of a taxonomy and what can be asked of it is plain Python (liandu.texts.taxonomies).
"""

from liandu.inspections.taxonomies.drafting import with_aspect, with_leaf, with_leaf_back, without_leaf
from liandu.inspections.taxonomies.force import Standing, forget, in_force, pin, taxonomy
from liandu.inspections.taxonomies.succession import Change, Kind, changes, follow

__all__ = [
    "Change",
    "Kind",
    "Standing",
    "changes",
    "follow",
    "forget",
    "in_force",
    "pin",
    "taxonomy",
    "with_aspect",
    "with_leaf",
    "with_leaf_back",
    "without_leaf",
]
