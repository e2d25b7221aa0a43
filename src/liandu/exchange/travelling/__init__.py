"""The kinds of record of the stages before this one, in the order in which they travel."""

from liandu.exchange.kinds import register
from liandu.exchange.travelling.findings import Findings
from liandu.exchange.travelling.lists import Lists
from liandu.exchange.travelling.material import MaterialRecords
from liandu.exchange.travelling.rounds import Inspections, Rounds, Terms
from liandu.exchange.travelling.sealed_lists import SealedLists
from liandu.exchange.travelling.units import Units

for _kind in (Units(), Terms(), Rounds(), Inspections(), MaterialRecords(), Findings(), Lists(), SealedLists()):
    register(_kind)
