"""The checklist and the parties in the reader's language, for pages here and in ``supervision``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from liandu.inspections.models import Signer
from liandu.inspections.taxonomies import taxonomy
from liandu.rectification.models import Item
from liandu.rectification.queries import readiness_of
from liandu.rectification.rules.closing import Check, lacking, parties_of


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A line of the checklist for a page: the word of its badge, tone and shape, and the sentence."""

    code: str
    mark: str
    tone: str
    shape: str
    words: str


def shown(line: Mapping[str, Any]) -> ShownCheck:
    """Return a line as a request keeps it (Check.spelled) in the reader's language."""
    sentence, facts = line.get("sentence", ""), dict(line.get("facts", {}))
    if "names" in facts:
        facts["names"] = facts["names"].replace("；", _("；"))
    words = (_(sentence) % facts if facts else _(sentence)) if sentence else line["words"]
    if line["met"]:
        return ShownCheck(line["code"], _("已具备"), "good", "●", words)
    if line.get("stops", True):
        return ShownCheck(line["code"], _("还缺"), "late", "×", words)
    return ShownCheck(line["code"], _("请注意"), "look", "△", words)


def checked_now(item: Item) -> tuple[tuple[Check, ...], tuple[str, ...]]:
    """Return the checklist of ``item`` as it stands and who must sign; read once, kept on the item object."""
    if not hasattr(item, "checked_now"):
        ready = readiness_of(item, getattr(item, "proof_found", None))  # read for the page already, perhaps
        item.checked_now = lacking(item, ready), parties_of(item, ready.also)  # type: ignore[attr-defined]
    return item.checked_now  # type: ignore[attr-defined]


def usual_proof(item: Item) -> tuple[str, tuple[str, ...]]:
    """Return the name of the class that people said of the item's problem, and what usually proves such a one righted.

    ("", ()) where nobody has said the class yet, or the taxonomy names nothing. It stops nothing: what must be there
    is a rule of the policy.
    """
    finding, known = item.finding, taxonomy()
    leaf = known.leaves.get(known.today(finding.category)) if finding.category_confirmed else None
    return (leaf.name, leaf.evidence) if leaf and leaf.evidence else ("", ())


def named_parties(parties: Iterable[str]) -> list[str]:
    """Return the parties in words, in their order."""
    return [str(Signer(party).label) for party in parties]
