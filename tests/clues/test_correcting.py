"""The words of a clue are put right by who registered or keeps it; what stood before stays, sealed, and is shown."""

import json

import pytest

from liandu.access.denials import Denied
from liandu.clues import commands
from liandu.clues.models import Correction
from liandu.clues.queries import opened_clue
from liandu.clues.sealing import unpacked_persons, unseal
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from tests.clues import making
from tests.clues.making import anew
from tests.clues.test_reading import found
from tests.clues.test_wall import everything_stored

NEW_PERSON, NEW_STORY, WHY = "司徒改记", "经过改记丑", "更正暗记寅"


def corrected(city, clue, *, by=None, **more):
    facts = {"persons": [{"name": NEW_PERSON, "post": making.POST}], "narrative": NEW_STORY, "reason": WHY,
             "after": clue.corrections.count()} | more  # fmt: skip
    return commands.correct_clue(clue=clue, **facts, by=by or city.people.registrar)


def page_of(city, person, clue):
    client = city.client(person)
    client.post("/clues/why/", {"grounds": "check"})
    return client.get(f"/clues/{clue.pk}/").content.decode()


def test_new_words_stand_in_the_clue_and_the_earlier_ones_in_the_correction(city):
    clue = making.opened(city, keeper=city.people.keeper)
    row = corrected(city, clue)
    after = anew(clue)
    assert unpacked_persons(unseal(after, "persons")) == [{"name": NEW_PERSON, "post": making.POST}]
    assert unseal(after, "narrative") == NEW_STORY
    assert unpacked_persons(unseal(row, "persons")) == [{"name": making.PERSON, "post": making.POST}]
    assert (unseal(row, "narrative"), unseal(row, "reason")) == (making.STORY, WHY)
    assert (row.place, row.by) == (1, city.people.registrar)
    corrected(city, after, by=city.people.keeper, persons=[{"name": NEW_PERSON, "post": ""}])
    assert [unseal(one, "narrative") for one in anew(clue).corrections.order_by("place")] == [making.STORY, NEW_STORY]


def test_a_corrected_name_is_found_and_the_wrong_one_no_more(city):
    clue = making.opened(city)
    corrected(city, clue)
    assert found(city, NEW_PERSON, city.people.registrar) == [clue.pk]
    assert found(city, making.PERSON, city.people.registrar) == []


def test_no_word_of_a_correction_stands_in_the_journal_or_in_the_database(city):
    clue = making.opened(city)
    row = corrected(city, clue)
    entry = Entry.objects.get(act="clue.corrected")
    assert (entry.subject, entry.facts, entry.reason) == (
        f"clues.clue:{clue.pk}", {"correction": row.pk, "fields": ["persons", "narrative"]}, "",
    )  # fmt: skip
    words = (NEW_PERSON, NEW_STORY, WHY, making.PERSON, making.STORY)
    stored = everything_stored()
    assert [word for word in words if word.encode() in stored or json.dumps(word).strip('"').encode() in stored] == []


@pytest.mark.parametrize("person", ["keeper", "approver", "handler", "sender", "director", "clerk", "audit"])
def test_nobody_else_corrects_not_even_who_keeps_the_whole_register(city, person):
    clue = making.assigned(city).clue
    with pytest.raises(Denied):
        corrected(city, clue, by=getattr(city.people, person))
    assert not Correction.objects.exists()
    assert unseal(anew(clue), "narrative") == making.STORY
    assert not Entry.objects.filter(act="clue.corrected").exists()


def test_what_somebody_else_corrected_meanwhile_is_not_overwritten(city):
    clue = making.opened(city, keeper=city.people.keeper)
    corrected(city, clue)
    with pytest.raises(Refusal) as why:
        corrected(city, clue, by=city.people.keeper, narrative="另一种说法", after=0)
    assert why.value.code == "clue.changed_meanwhile"
    assert (unseal(anew(clue), "narrative"), Correction.objects.count()) == (NEW_STORY, 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": " "}, "clue.words_missing"),
        ({"narrative": "\x00"}, "clue.words_missing"),
        ({"persons": [{"name": " ", "post": "x"}]}, "clue.persons_missing"),
        (
            {"persons": [{"name": making.PERSON, "post": making.POST}], "narrative": making.STORY},
            "clue.nothing_corrected",
        ),
    ],
)
def test_a_correction_without_a_change_or_a_reason_is_none(city, more, code):
    clue = making.opened(city)
    with pytest.raises(Refusal) as why:
        corrected(city, clue, **more)
    assert why.value.code == code
    assert not Correction.objects.exists()


def test_words_before_an_approver_and_of_a_concluded_clue_stay(city):
    proposed = making.proposed(city).clue
    concluded = making.concluded(city)
    for clue, code in ((proposed, "clue.before_approver"), (concluded, "clue.concluded")):
        with pytest.raises(Refusal) as why:
            corrected(city, anew(clue))
        assert why.value.code == code
    assert not Correction.objects.exists()


def test_the_page_shows_what_stood_before_to_who_reads_the_whole_clue(city):
    clue = making.accepted(city).clue
    corrected(city, clue)
    earlier = (making.STORY, WHY)
    for person in (city.people.registrar, city.people.keeper, city.people.approver):
        page = page_of(city, person, clue)
        assert all(word in page for word in (*earlier, NEW_STORY, NEW_PERSON)), person
    page = page_of(city, city.people.handler, clue)
    assert NEW_STORY in page
    assert "更正过" in page
    assert [word for word in earlier if word in page] == []


def test_the_form_shows_the_words_to_correct_after_the_reason_for_looking(city):
    clue = making.opened(city)
    client = city.client(city.people.registrar)
    address = f"/clues/{clue.pk}/correct/"
    assert making.STORY not in client.get(address).content.decode()
    client.post("/clues/why/", {"grounds": "register", "next": address})
    page = client.get(address).content.decode()
    assert f"{making.PERSON} {making.POST}" in page
    assert making.STORY in page
    typed = {"persons": f"{NEW_PERSON} {making.POST}", "narrative": NEW_STORY, "reason": "", "after": "0"}
    wrong = client.post(address, typed)
    assert (wrong.status_code, NEW_STORY in wrong.content.decode()) == (422, True)
    assert client.post(address, {**typed, "reason": WHY}).status_code == 302
    assert unseal(anew(clue), "narrative") == NEW_STORY


def test_a_change_of_keys_wraps_corrections_too(city):
    clue = making.opened(city)
    row = corrected(city, clue)
    commands.rotate_keys(index=False, by=None)
    count = commands.rewrap_batch(
        model=Correction, fields=["persons", "narrative", "reason"], keys=[row.pk], by=city.people.security
    )
    assert count == 3
    assert unseal(Correction.objects.get(), "narrative") == making.STORY


# What else was sealed, to who keeps the register


def test_reasons_of_recusals_and_of_reading_are_shown_to_who_keeps_the_register_and_to_nobody_else(city):
    clue = making.accepted(city).clue
    recusal, note, aside = "回避暗记卯", "查阅暗记辰", "无关暗记巳"
    commands.recuse(person=making.another(city, "yuan", "远处承办", "clue_handler", city.units.third_room),
                    unit=city.units.university, reason=recusal, since=making.SINCE, by=city.people.keeper)  # fmt: skip
    reading = commands.begin_sitting(grounds="other", note=note, by=city.people.approver)
    commands.read_clue(clue=opened_clue(city.people.approver, clue.pk), sitting=reading, by=city.people.approver)
    commands.begin_sitting(grounds="other", note=aside, by=city.people.approver)  # did not open this clue
    page = page_of(city, city.people.keeper, clue)
    assert [word in page for word in (recusal, note, aside)] == [True, True, False]
    for person in (city.people.registrar, city.people.approver, city.people.handler):
        page = page_of(city, person, clue)
        assert [word for word in (recusal, note, aside) if word in page] == []


@pytest.mark.parametrize("hung", [1, 3])
def test_the_page_of_a_clue_asks_as_often_whatever_hangs_on_it(city, hung, django_assert_num_queries):
    clue = making.opened(city, keeper=city.people.keeper)
    for n in range(hung):
        corrected(city, clue, narrative=f"第{n}次")
        person = making.another(city, f"yuan{n}", f"远处{n}", "clue_handler", city.units.third_room)
        commands.recuse(person=person, clue=clue, reason="亲属", since=making.SINCE, by=city.people.keeper)
    client = city.client(city.people.keeper)
    for _n in range(hung):
        client.post("/clues/why/", {"grounds": "other", "note": "核对"})
        client.get(f"/clues/{clue.pk}/")
    with django_assert_num_queries(23):  # one less than where somebody handles it: progress
        client.get(f"/clues/{clue.pk}/")


def test_the_register_says_to_each_reader_what_it_lists(city):
    making.opened(city)
    said = {
        person: city.client(getattr(city.people, person)).get("/clues/register/").content.decode()
        for person in ("keeper", "registrar", "handler")
    }
    assert ["列出本室登记的全部线索" in page for page in said.values()] == [True, False, False]
    assert ["只列出写明您的线索" in page for page in said.values()] == [False, True, True]
