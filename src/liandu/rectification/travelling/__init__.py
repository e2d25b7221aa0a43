"""The kinds of record of this stage, in the order in which they travel; ``presenters`` loads them."""

from liandu.exchange.kinds import register
from liandu.rectification.travelling.decisions import Decisions
from liandu.rectification.travelling.evidence import EvidenceRecords
from liandu.rectification.travelling.items import Items
from liandu.rectification.travelling.progress import ProgressRecords

for _kind in (Items(), ProgressRecords(), EvidenceRecords(), Decisions()):
    register(_kind)
