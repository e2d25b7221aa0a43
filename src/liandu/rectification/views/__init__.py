"""Pages of items."""

from liandu.rectification.views.evidence import attach, evidence_file, withdraw_evidence
from liandu.rectification.views.extending import ask_extension, decide_extension, extensions, take_back_extension
from liandu.rectification.views.importing import check_progress, import_progress, progress_sheet
from liandu.rectification.views.item import item
from liandu.rectification.views.lasting import add_milestone, drop_milestone, finish_milestone, turn_long_term
from liandu.rectification.views.register import (
    export_institutions,
    institution,
    institutions,
    record_institution,
    review_institution,
    strike_institution,
)
from liandu.rectification.views.reporting import complete_stage, report, report_several

__all__ = [
    "add_milestone",
    "ask_extension",
    "attach",
    "check_progress",
    "complete_stage",
    "decide_extension",
    "drop_milestone",
    "evidence_file",
    "export_institutions",
    "extensions",
    "finish_milestone",
    "import_progress",
    "institution",
    "institutions",
    "item",
    "progress_sheet",
    "record_institution",
    "report",
    "report_several",
    "review_institution",
    "strike_institution",
    "take_back_extension",
    "turn_long_term",
    "withdraw_evidence",
]
