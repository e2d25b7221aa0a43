"""Pages of insight: strands."""

from tests.browser.pages.example import Example
from tests.browser.site import CLERK, DIRECTOR

PROPOSED = "SELECT id FROM insight_strand WHERE state = 'proposed' ORDER BY id"
ACCEPTED = "SELECT id FROM insight_strand WHERE state = 'accepted' ORDER BY id"
OFFICER = "luojinghe"
OF_A_FIRM = (
    "SELECT member.strand_id FROM insight_membership member JOIN findings_finding finding"
    " ON finding.id = member.finding_id JOIN orgs_unit unit ON unit.id = finding.unit_id"
    " WHERE unit.sector = 'soe' ORDER BY member.strand_id"
)

EXAMPLES: tuple[Example, ...] = (
    Example("insight:strands", DIRECTOR, "/insight/strands/"),
    Example("insight:strands", DIRECTOR, "/insight/strands/?state=accepted"),
    Example("insight:strands", DIRECTOR, "/insight/strands/?state=retired"),
    Example("insight:waiting", CLERK, "/insight/strands/waiting/"),
    Example("insight:strand", CLERK, "/insight/strands/{}/?proposed", PROPOSED),
    Example("insight:strand", CLERK, "/insight/strands/{}/?accepted", ACCEPTED),
    Example("insight:strand", OFFICER, "/insight/strands/{}/?officer", OF_A_FIRM),
)
# Addresses that show no page of their own, each with the reason.
NO_PAGE: dict[str, str] = {
    "insight:accept_strand": "an act; its button is on the list and on the page of the strand",
    "insight:retire_strand": "an act; its button is on the list and on the page of the strand",
    "insight:restore_strand": "an act; its button is on the list and on the page of the strand",
    "insight:unmerge_strand": "an act; its button is on the page of the strand",
    "insight:name_strand": "an act; its form is on the page of the strand",
    "insight:merge_strand": "an act; its form is on the page of the strand",
    "insight:choose_members": "an act; its form is on the page of the strand",
    "insight:move_waiting": "an act; its form is on the page of the queue",
}
