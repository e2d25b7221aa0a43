"""Who may sign a write-off, when, and what stands against it, each reason in words.

Written off is only what all agree to who must: nobody overrules an office that dissents, nor can it be got rid of by
taking its duty away. The policy asks for parties; where several offices stand on the item for one party, one of them
signs for it, and a dissent of any of them blocks until that office agrees itself. An office that stands on the item
without its party being asked may put its dissent on record; it is read by whoever signs and printed on the form, but it
holds nothing up: the policy says who must agree, and a veto for others would change it by the back door.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liandu.inspections.models import Signer
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.orgs.models import Unit
from liandu.rectification.models import Request
from liandu.rectification.rules.closing import Check
from liandu.rectification.states import RequestState, State
from liandu.supervision.models import Opinion, Signature

SIGNABLE = (RequestState.OPEN, RequestState.PUBLISHED)
PRINTABLE = (RequestState.OPEN, RequestState.PUBLISHED, RequestState.GRANTED)
# While it is worked on, asked about, and afterwards, as a sample of what is closed.
CHECKABLE = (State.RECTIFYING, State.REQUESTED, State.PUBLICITY, State.WRITTEN_OFF)
MOST_AT_ONCE = 100  # requests signed in one act


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that stands on the item, in a capacity (a key of Signer)."""

    party: str
    office: Unit

    @property
    def key(self) -> str:
        """Return what names the seat in a form."""
        return f"{self.party}-{self.office.pk}"


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the offices that stand on its item, and the opinions that stand."""

    request: Request
    seats: tuple[Seat, ...]
    signatures: tuple[Signature, ...]

    def required(self) -> list[Seat]:
        """Return the seats that must agree, in the order of signing."""
        order = list(self.request.parties)
        must = [seat for seat in self.seats if seat.party in order]
        return sorted(must, key=lambda seat: order.index(seat.party))

    def is_required(self, seat: Seat) -> bool:
        """Return whether the request needs the agreement of ``seat``."""
        return seat.party in self.request.parties

    def opinion_of(self, seat: Seat) -> Signature | None:
        """Return the opinion of ``seat`` that stands."""
        found = (one for one in self.signatures if (one.party, one.office_id) == (seat.party, seat.office.pk))
        return next(found, None)

    def agrees(self, party: str) -> bool:
        """Return whether a party agrees: one of its offices signed for it, and none of its offices dissents."""
        given = {one.opinion for one in self.signatures if one.party == party}
        return Opinion.AGREE in given and Opinion.DISSENT not in given

    def open_parties(self) -> list[str]:
        """Return the parties whose agreement is still missing, in order."""
        return [party for party in self.request.parties if not self.agrees(party)]

    def is_agreed(self) -> bool:
        """Return whether all parties that must agree do."""
        return bool(self.request.parties) and not self.open_parties()

    def waits_for(self, seat: Seat) -> bool:
        """Return whether the party of ``seat`` is open by this office: it dissents itself, or nobody signed yet."""
        opinion = self.opinion_of(seat)
        if opinion is not None:
            return opinion.opinion == Opinion.DISSENT and self.is_required(seat)
        return self.is_required(seat) and not any(one.party == seat.party for one in self.signatures)

    def before(self, party: str) -> list[str]:
        """Return the parties that have to agree before ``party`` and do not: in order, the inspection office last.

        The policy sets the order or leaves it open; that the inspection office comes last is no setting (PRODUCT.md).
        """
        order = list(self.request.parties)
        if party == Signer.INSPECTION:
            return [other for other in self.open_parties() if other != party]
        if not self.request.in_order or party not in order:
            return []
        return [other for other in self.open_parties() if order.index(other) < order.index(party)]

    def seats_to_sign(self) -> list[Seat]:
        """Return the seats whose signature is waited for now, nobody before them being missing."""
        return [seat for seat in self.required() if self.waits_for(seat) and not self.before(seat.party)]

    def names_of(self, parties: Iterable[str]) -> str:
        """Return who is waited for: the offices that dissent where some do, else those of which one signs ("甲/乙")."""
        names: list[str] = []
        for party in parties:
            dissent = [str(one.office) for one in self.signatures if (one.party, one.opinion) == (party, "dissent")]
            one_of = "/".join(str(seat.office) for seat in self.seats if seat.party == party)
            names += dissent or [one_of or str(Signer(party).label)]
        return "、".join(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Pen:
    """Who wants to sign: the key of the person, whether they belong to the inspected unit, who of the others is gone.

    ``gone`` are the keys of standing opinions whose signer no longer acts for that office: a colleague may take over.
    """

    person: int
    of_the_unit: bool = False
    gone: frozenset[int] = frozenset()


def seat_for(case: Case, seats: Sequence[Seat], wanted: str = "") -> Seat | None:
    """Return the seat of ``seats`` that is wanted; without a wish the one whose turn it is; None when there is none."""
    if wanted:
        return next((seat for seat in seats if seat.key == wanted), None)
    waiting = [seat for seat in case.required() if seat in seats and case.waits_for(seat)]
    ready = [seat for seat in waiting if not case.before(seat.party)]
    return next(iter([*ready, *waiting, *seats]), None)


def against_signing(
    case: Case, *, seat: Seat | None, pen: Pen, opinion: str, text: str, unmet: Iterable[Check] = ()
) -> list[Refusal]:
    """Return what stands against this opinion of this person for ``seat``; nothing when it may be given.

    ``unmet`` are the lines of the checklist that keep from agreeing as things stand now.
    """
    general = _against_person(case, pen)
    if general or seat is None:
        return general or [_no_seat()]
    reasons = [*_against_seat(case, seat, pen, opinion), *_against_repeating(case, seat, pen, opinion, text)]
    waiting = case.before(seat.party) if case.is_required(seat) and case.request.state == RequestState.OPEN else []
    if waiting:
        names = case.names_of(waiting)
        reasons.append(Refusal("signature.not_yet", gettext_noop("还要等%(names)s先签。"), names=names))
    if opinion != Opinion.AGREE and not text.strip():
        sentence = gettext_noop("退回要写明补充什么，不同意要写明理由。")
        reasons.append(Refusal("signature.no_words", sentence))
    if opinion == Opinion.AGREE:
        reasons += [Refusal(f"signature.lacks_{check.code}", check.sentence, **check.facts) for check in unmet]
    return reasons


def blocking(checklist: Iterable[Check]) -> list[Check]:
    """Return the lines that keep an office from agreeing: what stops the unit, and the check on site."""
    return [check for check in checklist if not check.met and (check.stops or check.code == "site_check")]


def _against_person(case: Case, pen: Pen) -> list[Refusal]:
    request = case.request
    if request.state not in SIGNABLE:
        sentence = gettext_noop("这次申请%(state)s，不能再签。")
        return [Refusal("signature.settled", sentence, state=RequestState(request.state).label)]
    if request.asked_by_id == pen.person:
        return [Refusal("signature.own_request", gettext_noop("申请人不能给自己的申请签字。"))]
    if pen.of_the_unit:
        sentence = gettext_noop("您同时在%(unit)s任职，不能给本单位的申请签字。")
        return [Refusal("signature.own_unit", sentence, unit=str(request.item.unit))]
    return []


def _no_seat() -> Refusal:
    sentence = gettext_noop("您所在的单位没有列入这件事的整改责任，不能签字。需要列入的，请巡视办在整改责任里补上。")
    return Refusal("signature.no_seat", sentence)


def _against_seat(case: Case, seat: Seat, pen: Pen, opinion: str) -> list[Refusal]:
    if not case.is_required(seat) and opinion != Opinion.DISSENT:
        sentence = gettext_noop("政策口径没有要求%(office)s签字；有不同意见可以写明，记入审核表，不影响销号。")
        return [Refusal("signature.not_asked", sentence, office=str(seat.office))]
    elsewhere = next((one for one in case.signatures if one.person_id == pen.person and not _is_at(one, seat)), None)
    if elsewhere is not None:
        sentence = gettext_noop("您已经以%(office)s的名义签过，一个人不能替两方签字。")
        return [Refusal("signature.two_seats", sentence, office=str(elsewhere.office))]
    if case.request.state == RequestState.PUBLISHED and not case.is_required(seat):
        return [Refusal("signature.settled", gettext_noop("公示期间只由应当签字的各方提出意见。"))]
    return []


def _against_repeating(case: Case, seat: Seat, pen: Pen, opinion: str, text: str) -> list[Refusal]:
    there = case.opinion_of(seat)
    if there is None:
        return _against_second(case, seat, opinion)
    facts = {"office": str(seat.office), "who": str(there.person), "opinion": Opinion(there.opinion).label}
    if there.person_id != pen.person and there.pk not in pen.gone:
        sentence = gettext_noop("%(office)s已由%(who)s签署“%(opinion)s”；要改，由签署人本人改签。")
        return [Refusal("signature.colleague_signed", sentence, **facts)]
    if there.opinion == opinion and (opinion == Opinion.AGREE or there.text == text):
        sentence = gettext_noop("%(office)s已由%(who)s签署“%(opinion)s”，不用再签。")
        return [Refusal("signature.twice", sentence, **facts)]
    return []


def _against_second(case: Case, seat: Seat, opinion: str) -> list[Refusal]:
    """Return why a second office of a party need not agree once more; it may still return or dissent."""
    if opinion != Opinion.AGREE or not case.agrees(seat.party):
        return []
    first = next(one for one in case.signatures if (one.party, one.opinion) == (seat.party, Opinion.AGREE))
    sentence = gettext_noop("%(office)s已代表这一方签署同意，不用再签；有不同意见可以写明。")
    return [Refusal("signature.party_signed", sentence, office=str(first.office))]


def _is_at(signature: Signature, seat: Seat) -> bool:
    return (signature.party, signature.office_id) == (seat.party, seat.office.pk)
