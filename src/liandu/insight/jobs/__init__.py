"""What the worker does in this stage: hold new findings against all others, and put like ones together."""

from liandu.insight.jobs.recurrences import SWEEPS as RECURRENCES
from liandu.insight.jobs.strands import SWEEPS as STRANDS

SWEEPS = (*RECURRENCES, *STRANDS)
