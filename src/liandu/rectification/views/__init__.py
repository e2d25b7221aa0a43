"""Pages of items."""

from liandu.rectification.views.beginning import (
    acknowledge,
    acknowledge_all,
    answer_dispute,
    cancel,
    dispute,
    reinstate,
    take_back_dispute,
)
from liandu.rectification.views.due import (
    due,
)
from liandu.rectification.views.evidence import (
    attach,
    evidence_file,
    withdraw_evidence,
)
from liandu.rectification.views.extending import (
    ask_extension,
    decide_extension,
    extensions,
    take_back_extension,
)
from liandu.rectification.views.importing import (
    check_progress,
    import_progress,
    progress_sheet,
)
from liandu.rectification.views.item import (
    item,
)
from liandu.rectification.views.lasting import (
    add_milestone,
    drop_milestone,
    finish_milestone,
    turn_long_term,
)
from liandu.rectification.views.opening_items import (
    open_signed,
    open_unsigned,
    opening,
    openings,
)
from liandu.rectification.views.policies import (
    follow_policy,
)
from liandu.rectification.views.register import (
    export_institutions,
    institution,
    institutions,
    record_institution,
    review_institution,
    strike_institution,
)
from liandu.rectification.views.reporting import (
    complete_stage,
    report,
    report_several,
)
from liandu.rectification.views.responsibility import (
    add_office,
    assign,
    assign_many,
    change_owner,
    end_office,
    remark,
)

__all__ = [
    "acknowledge",
    "acknowledge_all",
    "add_milestone",
    "add_office",
    "answer_dispute",
    "ask_extension",
    "assign",
    "assign_many",
    "attach",
    "cancel",
    "change_owner",
    "check_progress",
    "complete_stage",
    "decide_extension",
    "dispute",
    "drop_milestone",
    "due",
    "end_office",
    "evidence_file",
    "export_institutions",
    "extensions",
    "finish_milestone",
    "follow_policy",
    "import_progress",
    "institution",
    "institutions",
    "item",
    "open_signed",
    "open_unsigned",
    "opening",
    "openings",
    "progress_sheet",
    "record_institution",
    "reinstate",
    "remark",
    "report",
    "report_several",
    "review_institution",
    "strike_institution",
    "take_back_dispute",
    "take_back_extension",
    "turn_long_term",
    "withdraw_evidence",
]
