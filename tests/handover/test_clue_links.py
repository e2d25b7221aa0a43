"""Links between clues and findings: made and seen only by who may see both."""

import re

import pytest
from django.urls import reverse

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.handover import commands
from liandu.handover.models import ClueFinding
from liandu.handover.queries import links_for
from liandu.journal.models import Entry
from liandu.journal.queries import acts_recorded
from liandu.kernel.refusals import Refusal
from tests.clues import making
from tests.findings_of_the_day import findings_in_ledger
from tests.people import SINCE


@pytest.fixture
def both(city):
    """Return a clue about the university, a finding of it, and the handler, who also reads the room's findings."""
    clue = making.accepted(city).clue
    finding = findings_in_ledger(city, 1)[0]
    handler = city.people.handler
    give_post(user=handler, role="supervision_officer", unit=city.units.third_room, since=SINCE, by=None)
    return making.anew(clue), finding, type(handler).objects.get(pk=handler.pk)


def test_a_link_is_seen_on_both_sides_by_who_sees_both_alone(city, both):
    clue, finding, handler = both
    commands.link_clue(clue=clue, finding=finding, by=handler)
    others = {name: person for name, person in vars(city.people).items() if name != "handler"}
    seen = {name for name, person in others.items() if links_for(person).exists()}
    assert (seen, links_for(handler).count()) == (set(), 1)

    address = reverse("findings:finding", args=[finding.pk])
    pages = {name: city.client(getattr(city.people, name)).get(address) for name in ("room", "clerk", "leader")}
    assert [clue.number in page.content.decode() for page in pages.values()] == [False, False, False]
    assert clue.number in city.client(handler).get(address).content.decode()


def test_no_history_of_either_side_tells_of_the_other(city, both):
    clue, finding, handler = both
    before = set(Entry.objects.values_list("pk", flat=True))
    link = commands.link_clue(clue=clue, finding=finding, by=handler)
    commands.unlink_clue(link=link, by=handler)
    subjects = set(Entry.objects.exclude(pk__in=before).values_list("subject", flat=True))
    assert {subject.split(":")[0] for subject in subjects} == {"handover.cluefinding"}
    assert ClueFinding.objects.count() == 0


@pytest.mark.parametrize("person", ["keeper", "room", "clerk", "director", "handler"])
def test_who_sees_only_one_side_ties_nothing(city, both, person):
    clue, finding, _handler = both
    other = findings_in_ledger(city, 1, unit="bureau")[0] if person == "handler" else finding
    before = acts_recorded()
    with pytest.raises(Denied):
        commands.link_clue(clue=clue, finding=other, by=getattr(city.people, person))
    assert (ClueFinding.objects.count(), acts_recorded()) == (0, before)


def test_a_second_link_of_the_same_two_is_refused(both):
    clue, finding, handler = both
    commands.link_clue(clue=clue, finding=finding, by=handler)
    with pytest.raises(Refusal) as refused:
        commands.link_clue(clue=clue, finding=finding, by=handler)
    assert refused.value.code == "link.there_already"


def test_the_page_ties_by_number_and_unties(city, both):
    clue, finding, handler = both
    browser, address = city.client(handler), reverse("handover:clue_links", args=[clue.pk])
    assert browser.get(address).status_code == 200
    strange = browser.post(address, {"number": "5-09-303-001"})
    assert (strange.status_code, ClueFinding.objects.count()) == (422, 0)
    assert browser.post(address, {"number": finding.number}).status_code == 302
    browser.post(address, {"remove": ClueFinding.objects.get().pk})
    assert ClueFinding.objects.count() == 0


@pytest.mark.parametrize("person", ["clerk", "room", "keeper", "leader", "nobody", "sender"])
def test_to_everybody_else_the_page_does_not_exist(city, both, person):
    clue = both[0]
    browser = city.client(getattr(city.people, person))
    answers = [browser.get(reverse("handover:clue_links", args=[key])) for key in (clue.pk, "nothing")]
    plain = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().replace(key, "…"))
        for answer, key in zip(answers, (clue.pk, "nothing"), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert plain[0] == plain[1]
