"""Behind the wall: who is outside cannot tell a clue from nothing; at rest and in logs no word can be read."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from liandu.access.models import Post
from liandu.accounts.models import User
from liandu.clues import commands, sealing
from liandu.clues.models import Assignment, Clue, SealedList
from liandu.clues.queries import clues_for, lists_for
from liandu.clues.sealing import seal, sealed_fields, unseal
from liandu.journal.models import Entry
from liandu.kernel.refusals import Refusal
from liandu.keys.records import AES, SM4
from tests.access.addresses.clues import ADDRESSES
from tests.clues import making
from tests.clues.making import WORDS, anew

OUTSIDE = ("clerk", "room", "organization", "secretary", "liaison", "leader", "outsider", "system", "security", "audit",
           "competent", "nobody")  # fmt: skip
NAMES = tuple(name for name in ADDRESSES if ADDRESSES[name].about)


def normal(answer):
    """Return the body without what changes with every request: the token of forms, the address asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|用时 \d+ 毫秒', "", answer.content.decode())
    return text.replace(answer.wsgi_request.get_full_path(), "")


def headers(answer):
    return {
        name: value
        for name, value in answer.headers.items()
        if name not in {"Content-Length", "Content-Security-Policy"}
    }


def told(client, url, method="get", queries=None):
    cache.clear()  # the count of what was not found, which leaves a row at the twentieth, whatever was asked for
    with connection.execute_wrapper(lambda run, *rest: (queries.append(rest[0]), run(*rest))[1]):
        return getattr(client, method)(url)


def keys_of(city):
    """Return one key for each address about a thing."""
    clue = making.in_force(city)
    row = making.assigned(city, clue=clue)
    listed = clue.line.sealed_list
    return {"clue": clue.pk, "assignment": row.pk, "list": listed.pk, "line": clue.line_id, "recusal": clue.pk}


def key_for(keys, name):
    about = ADDRESSES[name].about
    return keys[about.split("_")[0]]


@pytest.mark.slow
@pytest.mark.parametrize("person", OUTSIDE)
def test_whoever_has_no_act_here_gets_exactly_what_an_address_that_does_not_exist_gives(city, person):
    keys = keys_of(city)
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(city.people, person))
    client.get("/")  # the token and the session are there before
    nothing = []
    for method in ("get", "post", "put"):
        expected = told(client, "/nothing/of/the/sort/", method, nothing)
        wanted = (404, normal(expected), headers(expected), len(nothing))
        nothing.clear()
        for name in ADDRESSES:
            args = [key_for(keys, name)] if ADDRESSES[name].about else []
            queries = []
            answer = told(client, reverse(name, args=args), method, queries)
            assert (answer.status_code, normal(answer), headers(answer), len(queries)) == wanted, (name, method)


@pytest.mark.slow
@pytest.mark.parametrize("person", ["sender", "registrar", "keeper", "approver", "handler"])
def test_who_is_inside_but_not_named_cannot_tell_a_clue_from_nothing(city, person):
    other = making.another(city, "biejia", "别家案管", "case_director", city.units.cadre_division)
    registrar = making.another(city, "biedeng", "别家登记", "case_manager", city.units.case_office)
    sender = making.another(city, "biesong", "别家移送", "clue_sender", city.units.bureau)
    approver = making.another(city, "bieshen", "别家审批", "clue_approver", city.units.case_office)
    handler = making.another(city, "biechen", "别家承办", "clue_handler", city.units.third_room)
    asks = {"sender": sender, "registrar": registrar, "keeper": other, "approver": approver, "handler": handler}[person]
    keys = keys_of(city)
    client = Client()
    client.force_login(asks)
    client.get("/")
    for name in NAMES:
        for method in ("get", "post"):
            answers = []
            for key in (key_for(keys, name), "qqqqqqqqqqqq"):
                queries = []
                answer = told(client, reverse(name, args=[key]), method, queries)
                answers.append((answer.status_code, normal(answer), headers(answer), len(queries)))
            assert answers[0] == answers[1], (name, method)
            assert answers[0][0] in {404, 405}


@pytest.mark.slow
def test_lists_and_tasks_of_those_not_named_do_not_change_when_clues_come(city):
    registrar = making.another(city, "biedeng", "别家登记", "case_manager", city.units.case_office)
    handler = making.another(city, "biechen", "别家承办", "clue_handler", city.units.third_room)
    pages = ("/clues/", "/clues/register/", "/clues/lists/", "/clues/names/", "/", "/ledger/")

    def all_pages(person):
        return [normal(city.client(person).get(page)) for page in pages]

    people = (registrar, handler, city.people.clerk, city.people.leader, city.people.room)
    before = [all_pages(person) for person in people]
    making.concluded(city)
    making.assigned(city)
    assert [all_pages(person) for person in people] == before


def test_a_recusal_from_the_clue_wins_over_keeping_the_register_and_over_being_named(city):
    row = making.accepted(city)
    clue = row.clue
    entry = {"reason": "亲属", "since": timezone.localdate(), "by": city.people.keeper}
    for person in (city.people.registrar, city.people.approver, city.people.handler, city.people.keeper):
        assert clues_for(person).filter(pk=clue.pk).exists()
        commands.recuse(person=person, clue=anew(clue), **entry)
        assert not clues_for(person).filter(pk=clue.pk).exists()
        assert city.client(person).get(f"/clues/{clue.pk}/").status_code == 404


def test_a_recusal_from_a_unit_covers_what_lies_below_it_and_the_lists_that_name_it(city):
    clue = making.opened(city)
    waiting = making.sent(city, unit=city.units.university)
    keeper, registrar = city.people.keeper, city.people.registrar
    assert lists_for(registrar).filter(pk=waiting.pk).exists()
    commands.recuse(person=registrar, unit=city.units.root, reason="曾任职", since=timezone.localdate(), by=keeper)
    assert not clues_for(registrar).exists()
    assert not lists_for(registrar).filter(pk__in=[waiting.pk, clue.line.sealed_list_id]).exists()
    assert clues_for(keeper).filter(pk=clue.pk).exists()


def test_a_recusal_holds_from_its_first_to_its_last_day(city):
    clue, today = making.opened(city), timezone.localdate()
    entry = {"person": city.people.registrar, "reason": "亲属", "by": city.people.keeper}
    commands.recuse(unit=city.units.university, since=today + timedelta(days=1), **entry)
    past = today - timedelta(days=9)
    commands.recuse(unit=city.units.university, since=past, until=today - timedelta(days=1), **entry)
    assert clues_for(city.people.registrar).filter(pk=clue.pk).exists()
    row = commands.recuse(unit=city.units.university, since=today, **entry)
    assert not clues_for(city.people.registrar).exists()
    commands.end_recusal(recusal=row, until=today, by=city.people.keeper)
    assert not clues_for(city.people.registrar).exists()


def test_nobody_ends_their_own_recusal(city):
    row = commands.recuse(
        person=city.people.keeper, unit=city.units.university, reason="亲属", since=timezone.localdate(),
        by=city.people.keeper,
    )  # fmt: skip
    with pytest.raises(Refusal) as why:
        commands.end_recusal(recusal=row, until=timezone.localdate(), by=city.people.keeper)
    assert why.value.code == "recusal.own"


def test_who_is_recused_is_neither_keeper_nor_approver_nor_handler(city):
    entry = {"unit": city.units.university, "reason": "亲属", "since": timezone.localdate(), "by": city.people.keeper}
    for person in (city.people.approver, city.people.handler):
        commands.recuse(person=person, **entry)
    with pytest.raises(Refusal) as why:
        making.proposed(city)
    assert why.value.code == "disposition.approver"
    commands.recuse(person=city.people.registrar, **entry)
    line = making.lines_of(making.signed(city))[0]
    with pytest.raises(Refusal) as why:
        making.opened(city, line=line)
    assert why.value.code == "clue.recused"


def test_a_post_that_ended_opens_nothing_whatever_one_was_named_in(city):

    row = making.accepted(city)
    Post.objects.filter(user=city.people.handler).update(until=timezone.localdate() - timedelta(days=1))
    assert not clues_for(User.objects.get(pk=city.people.handler.pk)).filter(pk=row.clue_id).exists()


def everything_stored():
    """Return every value of every table as one text, bytes as they are."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("cipher", [AES, SM4])
def test_no_word_of_a_clue_stands_in_the_database_the_keys_or_the_journal(city, settings, cipher, own_home):
    settings.LIANDU_CIPHER = cipher
    making.one_of_each(city)
    row = making.assigned(city)
    commands.refuse_assignment(assignment=row, reason=making.REASON, by=city.people.handler)
    commands.recuse(
        person=city.people.handler, unit=city.units.bureau, reason=making.REASON, since=making.SINCE,
        by=city.people.keeper,
    )  # fmt: skip
    held = making.sitting(city.people.keeper)
    commands.begin_sitting(grounds="other", note=making.NOTE, by=city.people.keeper)
    commands.search_names(name=making.PERSON, sitting=held, by=city.people.keeper)
    stored = everything_stored()
    assert [word for word in WORDS if word.encode() in stored or json.dumps(word).strip('"').encode() in stored] == []
    files = b"".join(path.read_bytes() for path in Path(own_home).rglob("*") if path.is_file())
    assert [word for word in WORDS if word.encode() in files] == []


def test_every_field_of_bytes_is_a_sealed_text_and_opens_only_in_its_place(city):
    clue, other = making.opened(city), making.opened(city)
    assert unseal(clue, "narrative") == making.STORY
    other.narrative = clue.narrative
    with pytest.raises(Refusal) as why:
        unseal(other, "narrative")
    assert why.value.code == "keys.spoilt"
    assert making.STORY not in str(why.value)
    assert {model.__name__ for model, _fields in sealed_fields()} == {
        "Assignment", "Clue", "Correction", "Disposition", "FollowUp", "ListLine", "Progress", "Recusal", "Review",
        "Sitting",
    }  # fmt: skip


def test_names_of_things_say_only_their_keys(city):
    clue = making.opened(city)
    assert (str(clue), repr(clue)) == (clue.pk, f"<Clue {clue.pk}>")
    assert re.fullmatch("[a-z]{12}", clue.pk)
    assert str(clue.line) == clue.line.pk


def test_the_journal_names_clues_by_their_keys_and_gives_codes_only(city):
    making.concluded(city)
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)
    reasons = "".join(Entry.objects.values_list("reason", flat=True))
    assert [word for word in WORDS if word in facts + reasons] == []
    clue = Clue.objects.get()
    assert set(Entry.objects.filter(act__startswith="clue.").values_list("subject", flat=True)) == {
        f"clues.clue:{clue.pk}"
    }
    assert clue.number not in facts


def test_a_fault_while_a_form_is_sent_writes_no_word_into_the_log(city, caplog, monkeypatch):

    clue = making.reviewed(city)
    client = city.client(city.people.keeper)
    client.raise_request_exception = False

    def broken(*_given, **_more):
        raise OSError("the disk is full")

    monkeypatch.setattr(sealing.KeyFolder, "get", broken)
    monkeypatch.setattr(sealing.KeyFolder, "current", broken)
    answer = client.post(
        f"/clues/{clue.pk}/review/",
        {"held_on": timezone.localdate().isoformat(), "participants": making.PARTICIPANTS, "note": making.NOTE},
    )
    assert answer.status_code == 500
    said = caplog.text + answer.content.decode()
    assert [word for word in WORDS if word in said] == []


def test_a_page_of_a_clue_stays_in_no_cache_and_its_title_says_nothing(city):
    clue = making.opened(city)
    client = city.client(city.people.registrar)
    client.post("/clues/why/", {"grounds": "check"})
    answer = client.get(f"/clues/{clue.pk}/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert re.search("<title>(.*?)</title>", answer.content.decode()).group(1) == "问题线索 · 联督"


def test_outside_keys_move_nothing(city):
    making.sent(city)
    before = list(SealedList.objects.values_list("pk", "state"))
    for person in (city.people.director, city.people.handler, city.people.audit):
        for key, _state in before:
            assert city.client(person).post(f"/clues/lists/{key}/send/").status_code == 404
    assert list(SealedList.objects.values_list("pk", "state")) == before
    assert not Assignment.objects.exists()


def test_an_empty_text_stays_empty(city):
    clue = making.opened(city)
    seal(clue, narrative="")
    assert (clue.narrative, unseal(clue, "narrative")) == (b"", "")
