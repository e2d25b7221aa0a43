"""Every write of this stage, one function an act."""

from liandu.insight.commands.catalogues import issue_catalogue, note_catalogue_taken
from liandu.insight.commands.common_problems import (
    amend_common_problem,
    draft_common_problem,
    retire_common_problem,
    revise_common_problem,
    settle_common_problem,
)
from liandu.insight.commands.grouping import write_grouping
from liandu.insight.commands.members import leave_strand, move_findings, pin_findings
from liandu.insight.commands.rebuilding import rebuild_strands
from liandu.insight.commands.strands import (
    accept_strand,
    merge_strands,
    name_strand,
    restore_strand,
    retire_strand,
    split_strand,
    unmerge_strand,
)

__all__ = [
    "accept_strand",
    "amend_common_problem",
    "draft_common_problem",
    "issue_catalogue",
    "leave_strand",
    "merge_strands",
    "move_findings",
    "name_strand",
    "note_catalogue_taken",
    "pin_findings",
    "rebuild_strands",
    "restore_strand",
    "retire_common_problem",
    "retire_strand",
    "revise_common_problem",
    "settle_common_problem",
    "split_strand",
    "unmerge_strand",
    "write_grouping",
]
