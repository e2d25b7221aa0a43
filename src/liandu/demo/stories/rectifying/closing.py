"""Asking to be written off, what the offices say, and what follows when it did not hold."""

from datetime import timedelta

from django.utils import timezone

from liandu.demo.papers.proofs import proof_paper
from liandu.demo.stories.rectifying.courses import DISSENTED, NAMES, REOPENED, STORY, UNSIGNED
from liandu.demo.stories.rectifying.unit import UnitInRound, acting
from liandu.inspections.models import Signer
from liandu.rectification.commands import attach_evidence, report_progress, request_closure
from liandu.rectification.models import Request
from liandu.rectification.rules.reporting import Report
from liandu.rectification.states import RequestState, State
from liandu.supervision.commands import ask_reopening, confirm_reopening, end_item, note_site_check, sign_request
from liandu.supervision.models import Reopening


class Closing(UnitInRound):
    """The last part of the way of an item."""

    def request(self, number: str, place: int) -> None:
        """Ask for the write-off; the offices look at it five days later."""
        with acting(self.made, self.course.unit):
            asked = request_closure(
                item=self.item(number), statement="各项措施已经完成，佐证材料齐全，申请销号。", by=self.head
            )
        self.diary.note(timezone.localdate() + timedelta(days=5), lambda: self.sign(asked.pk, number, place))

    def sign(self, key: int, number: str, place: int) -> None:
        """Let the parties sign one after another; some return it, one dissents, one waits for its turn."""
        request, today = Request.objects.get(pk=key), timezone.localdate()
        if (*self.key, place) == UNSIGNED:
            return
        if (*self.key, place) == DISSENTED:
            self.opinion(key, Signer.SUPERVISING, "dissent", STORY["dissent"])
            return
        if place == 2 and request.serial == 1:
            self.opinion(key, Signer.SUPERVISING, "return", STORY["asked_for_more"][place % 2])
            self.diary.note(today + timedelta(days=9), lambda: self.add_proof(number, place))
            return
        if place == 4 and request.serial == 1 and self.course.unit == "qinglan":
            self.opinion(key, Signer.SUPERVISING, "dissent", STORY["dissent"])
            self.diary.note(today + timedelta(days=12), lambda: self.agree(key, number, place, 0))
            return
        if place == 0:
            self.check_on_site(number)
        self.agree(key, number, place, 0)

    def add_proof(self, number: str, place: int) -> None:
        """Add what was asked for and ask again."""
        self.add_one(number, "voucher", "补充凭证")
        self.request(number, place)

    def add_one(self, number: str, kind: str, title: str) -> None:
        """Attach one more piece of evidence and report that the facts were checked."""
        today = timezone.localdate()
        with acting(self.made, self.course.unit):
            name, data = proof_paper(kind, title, unit=str(self.unit), item=number, day=today, n=4)
            attach_evidence(
                item=self.item(number), chunks=[data], name=name, kind=kind, title=title, effective_on=today,
                by=self.liaison,
            )  # fmt: skip
            report_progress(
                report=Report(item=self.item(number), on=today, text="按要求补充了材料，事实已核对一致。", share=100),
                by=self.liaison,
            )

    def check_on_site(self, number: str) -> None:
        """Let two people of the supervising office look on the spot."""
        item = self.item(number)
        found = self.officer(item, Signer.SUPERVISING)
        if found is None:
            return
        officer, office = found
        with acting(self.made, office):
            note_site_check(
                item=item, office=self.made.units[office], people=f"{officer}、{NAMES[0]}", on=timezone.localdate(),
                place=f"{self.unit.short_name}机关和项目现场", found="实地查看并抽查台账，与所报情况一致。",
                matches=True, by=officer,
            )  # fmt: skip

    def agree(self, key: int, number: str, place: int, turn: int) -> None:
        """Let the ``turn``-th party agree, and the next one three days later."""
        request = Request.objects.select_related("item__unit").get(pk=key)
        if request.state != RequestState.OPEN or turn >= len(request.parties):
            return
        self.opinion(key, request.parties[turn], "agree", "")
        today = timezone.localdate()
        if turn + 1 < len(request.parties):
            # The inspection office has not come to the last ones yet.
            self.diary.note(today + timedelta(days=3), lambda: self.agree(key, number, place, turn + 1))
        elif self.key in REOPENED and place == 1:
            self.diary.note(today + timedelta(days=9), lambda: self.reopen(number))

    def opinion(self, key: int, party: str, opinion: str, text: str) -> None:
        """Let the first office of ``party`` give its opinion."""
        request = Request.objects.select_related("item__unit").get(pk=key)
        found = (
            [(self.made.director, "xunchaban")] if party == Signer.INSPECTION else self.officers(request.item, party)
        )
        for person, office in found[:1]:
            with acting(self.made, office):
                sign_request(request=request, opinion=opinion, text=text, by=person)

    def reopen(self, number: str) -> None:
        """Open a written-off item again: asked by the office, confirmed by the director."""
        asked = self.ask_again(number)
        if asked is not None:
            with acting(self.made, "xunchaban"):
                confirm_reopening(reopening=asked, answer="情况属实，重新立账。", by=self.made.director)

    def ask_again(self, number: str) -> Reopening | None:
        """Let the office ask that a written-off item be opened again; return what was asked."""
        item = self.item(number)
        found = self.officer(item, Signer.SUPERVISING)
        if item.state != State.WRITTEN_OFF or found is None:
            return None
        kind, reason = STORY["reopened"][self.course.round == "5-8"]
        officer, office = found
        with acting(self.made, office):
            return ask_reopening(item=item, kind=kind, reason=reason, by=officer)

    def ask_again_lately(self) -> None:
        """Ask it for the first item that is written off, and leave the answer to the visitor."""
        closed = self.items(State.WRITTEN_OFF)
        if closed:
            self.ask_again(closed[0].number)

    def end(self, number: str) -> None:
        """End an item as not implemented, by the authority that took it on itself."""
        item = self.item(number)
        if item.state != State.RECTIFYING:
            return
        with acting(self.made, "xunchaban"):
            end_item(
                item=item, authority="市委巡察工作领导小组", number="云巡领〔2026〕6号",
                decided_on=timezone.localdate(), by=self.made.director,
                reason="涉事公司已依法注销，客观上无法继续整改，风险由集团承担。",
            )  # fmt: skip
