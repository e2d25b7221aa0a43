"""What an example of a page is, and questions that find things in the demo city."""

from dataclasses import dataclass

from tests.browser.site import Site

ROUND = "SELECT id FROM inspections_round WHERE number = 9"
EMPTY_ROUND = "SELECT id FROM inspections_round WHERE number = 2"
INSPECTION = "SELECT id FROM inspections_inspection WHERE feedback_on = '2026-06-18' ORDER BY id"
THEME = "SELECT id FROM inspections_theme WHERE code = 'personnel'"
POLICY = "SELECT id FROM inspections_policyprofile ORDER BY id"
CARRIED = "SELECT id FROM inspections_inspectiontheme ORDER BY id"
MATERIAL = "SELECT id FROM inspections_material WHERE format = 'docx' ORDER BY id"
# By what the document is: one to check, one all checked, one about many units, a ledger as a table, news.
OPEN = "SELECT document_id FROM intake_proposal WHERE state = 'open' AND is_leaf ORDER BY document_id"
CHECKED = "SELECT document_id FROM findings_finding ORDER BY id"
SUMMARY = (
    "SELECT document.id FROM intake_document document JOIN inspections_material material"
    " ON material.id = document.material_id WHERE material.title LIKE '五届市委第九轮巡察向%'"
)
TABLE = "SELECT id FROM intake_document WHERE kind = 'ledger' ORDER BY id"
NEWS = "SELECT id FROM intake_document WHERE kind = 'news'"
FINDING = "SELECT id FROM findings_finding ORDER BY id"


@dataclass(frozen=True, slots=True)
class Example:
    """A page: the name of its address, who looks at it ("" for nobody), the path and the question that fills it."""

    name: str
    person: str
    path: str
    question: str = ""
    status: int = 200

    def address(self, site: Site) -> str:
        """Return where this page is on a site."""
        return self.path.format(site.value(self.question)) if self.question else self.path

    @property
    def label(self) -> str:
        """Return a short name for the test's list."""
        return f"{self.name}{self.path if self.question == '' else self.path.split('{}')[1]}-{self.person or 'nobody'}"
