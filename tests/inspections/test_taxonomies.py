"""Versions of the taxonomy: drafting, what is refused, publishing, who may, and how each process comes to know."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandu.access.commands import give_post
from liandu.access.denials import Denied
from liandu.findings.commands import confirm_category
from liandu.findings.jobs import guess_now
from liandu.findings.models import Finding, Guess
from liandu.inspections.commands import (
    begin_taxonomy_draft,
    discard_taxonomy_draft,
    draft_aspect,
    draft_class,
    draft_retirement,
    draft_taxonomy_from_file,
    publish_taxonomy,
    undo_retirement,
)
from liandu.inspections.models import TaxonomyDraft, TaxonomyVersion
from liandu.inspections.policies import SignRule
from liandu.inspections.taxonomies import changes, force, forget, in_force, pin, taxonomy
from liandu.inspections.taxonomies.wording import class_in_words
from liandu.journal.queries import acts_recorded, history_of
from liandu.kernel.refusals import Refusal
from liandu.texts.keywords import Aspect
from liandu.texts.taxonomy_files import Faulty, opened, packaged, read, spelled, written
from tests.findings_of_the_day import findings_in_ledger

HOME = "/rounds/taxonomy/"
DRAFT = f"{HOME}draft/"


def retired(city, code, *into):
    """Publish a version in which ``code`` is retired, and let this process know."""
    begin_taxonomy_draft(by=city.people.director)
    draft_retirement(code=code, into=into, by=city.people.director)
    version = publish_taxonomy(note="合并同类", by=city.people.director)
    forget()
    return version


def a_finding(city, category, *, first=1, unit="university", said=True):
    (row,) = findings_in_ledger(city, 1, unit=unit, first=first, title="违规兼职取酬", problem="", category="")
    if said:
        confirm_category(finding=row, category=category, by=city.people.clerk)
    return row


def refused(refusal_code, act, **kwargs):
    with pytest.raises(Refusal) as refusal:
        act(**kwargs)
    assert refusal.value.code == refusal_code
    return str(refusal.value)


# Drafting and publishing


def test_as_long_as_nothing_was_published_the_one_that_comes_along_is_version_1(city):
    forget()
    assert (in_force().number, taxonomy()) == (1, packaged())
    assert TaxonomyVersion.objects.count() == 0


def test_a_class_is_renamed_added_and_retired_and_the_version_is_in_force(city):
    director = city.people.director
    begin_taxonomy_draft(by=director)
    b4, b5 = packaged().leaves["B4"], packaged().leaves["B5"]
    draft_class(leaf=replace(b4, name="作风问题"), places=[("three_focuses", "F2")], new=False, by=director)
    added = replace(b4, code="B10", name="新的一类", name_en="", keywords=("新词",))
    draft_class(leaf=added, places=[("three_focuses", "F2")], new=True, by=director)
    draft_retirement(code="B5", into=["B6"], by=director)
    draft_aspect(aspect=Aspect("E", "其他", "Other", "其他方面"), new=True, by=director)
    version = publish_taxonomy(note="第一次修订", by=director)
    forget()
    said = taxonomy()
    assert (version.number, in_force().number, TaxonomyDraft.objects.count()) == (2, 2, 0)
    assert [row.number for row in TaxonomyVersion.objects.all()] == [1, 2]
    assert opened(TaxonomyVersion.objects.get(number=1).content) == packaged()
    assert (said.leaves["B4"].name, said.leaves["B10"].keywords, "B5" in said.leaves) == ("作风问题", ("新词",), False)
    assert list(said.leaves)[8:18] == ["B1", "B2", "B3", "B4", "B6", "B7", "B8", "B9", "B10", "C1"]
    gone = said.retired["B5"]
    assert (gone.name, gone.into, gone.since) == (b5.name, ("B6",), 2)
    assert "B10" in said.views[0].groups[1].leaves
    assert "B5" not in said.views[0].groups[1].leaves
    assert said.aspects["E"].full == "其他方面"
    assert class_in_words("B5") == "B5 财务资金与内控管理（已并入 B6）"
    assert history_of(version)[0].sentence == "发布问题分类第 2 版，改动 " + f"{_many(packaged(), said)} 处"


def _many(old, new):
    return len(changes(old, new))


def test_a_retired_code_is_never_used_again_and_its_way_is_never_changed(city):
    director = city.people.director
    retired(city, "B5", "B6")
    begin_taxonomy_draft(by=director)
    again = replace(packaged().leaves["B5"], name="另一个意思")
    refused("taxonomy.code_taken", draft_class, leaf=again, places=[], new=True, by=director)
    text = written(taxonomy())
    back = text.replace("retired:\n- code: B5", "retired:\n- code: Z1").encode()
    wrong = refused("taxonomy.faulty", draft_taxonomy_from_file, content=back, name="a.yaml", by=director)
    assert wrong == "Z1 从来不是类别，无从停用。"
    turned = text.replace("  into:\n  - B6\n", "  into:\n  - B7\n").encode()
    wrong = refused("taxonomy.faulty", draft_taxonomy_from_file, content=turned, name="a.yaml", by=director)
    assert wrong.startswith("B5 停用时已写明去向，不能改")
    used = spelled(packaged())
    with pytest.raises(Faulty) as fault:
        draft_taxonomy_from_file(content=written(read(used)).encode(), name="a.yaml", by=director)
    told = fault.value.faults
    assert [(one.sentence % one.facts) for one in told] == ["B5 在第 2 版已停用，代号不能再用，请另取代号。"]
    assert told[0].line == written(read(used)).splitlines().index("- code: B5") + 1


def test_a_file_that_leaves_a_class_out_must_say_where_it_went(city):
    director = city.people.director
    said = packaged()
    without = replace(said, leaves={code: leaf for code, leaf in said.leaves.items() if code != "D1"}, views=())
    wrong = refused(
        "taxonomy.faulty", draft_taxonomy_from_file, content=written(without).encode(), name="x", by=director
    )
    assert wrong.startswith("少了现行类别“D1 监督发现问题整改不到位”")
    told = written(without).replace("retired: []", "retired:\n- {code: D1, into: [A2]}")
    draft = draft_taxonomy_from_file(content=told.encode(), name="x.yaml", by=director)
    assert (draft.based_on, opened(draft.content).retired["D1"].name) == (1, "监督发现问题整改不到位")
    publish_taxonomy(note="并入", by=director)
    forget()
    assert taxonomy().today("D1") == "A2"


def test_a_retirement_can_be_taken_back_as_long_as_it_is_a_draft(city):
    director = city.people.director
    begin_taxonomy_draft(by=director)
    draft_retirement(code="A1", into=[], by=director)
    undo_retirement(code="A1", by=director)
    assert changes(packaged(), opened(TaxonomyDraft.objects.get().content)) == []
    refused("taxonomy.not_retired", undo_retirement, code="A1", by=director)


def test_of_two_who_publish_the_first_wins_and_the_other_is_told(city):
    first, second = city.people.director, city.people.clerk
    give_post(
        user=second, unit=city.units.inspection_office, role="inspection_director", since=city.round.since, by=None
    )
    second = type(second).objects.get(pk=second.pk)  # what a person may is remembered on the person at hand
    for person in (first, second):
        begin_taxonomy_draft(by=person)
    draft_retirement(code="B5", into=["B6"], by=first)
    draft_retirement(code="A1", into=["A2"], by=second)
    publish_taxonomy(note="先", by=first)
    sentence = refused("taxonomy.overtaken", publish_taxonomy, note="后", by=second)
    assert sentence.startswith("第 2 版已由别人发布")
    assert (TaxonomyVersion.objects.count(), TaxonomyDraft.objects.get().owner) == (2, second)
    discard_taxonomy_draft(by=second)
    assert TaxonomyDraft.objects.count() == 0


def test_what_changes_nothing_or_has_no_note_or_no_draft_is_not_published(city):
    director = city.people.director
    refused("taxonomy.no_draft", publish_taxonomy, note="x", by=director)
    begin_taxonomy_draft(by=director)
    refused("taxonomy.unchanged", publish_taxonomy, note="x", by=director)
    draft_retirement(code="A1", into=["A2"], by=director)
    refused("taxonomy.no_note", publish_taxonomy, note="  ", by=director)
    assert TaxonomyVersion.objects.filter(number=2).count() == 0


@pytest.mark.parametrize("person", ["clerk", "room", "organization", "secretary", "leader", "system", "nobody"])
def test_who_is_not_director_drafts_and_publishes_nothing(city, person):
    by = getattr(city.people, person)
    leaf = packaged().leaves["A1"]
    before = acts_recorded()
    for act, more in (
        (begin_taxonomy_draft, {}),
        (draft_taxonomy_from_file, {"content": written(packaged()).encode(), "name": "x"}),
        (draft_class, {"leaf": leaf, "places": [], "new": False}),
        (draft_retirement, {"code": "A1", "into": []}),
        (undo_retirement, {"code": "A1"}),
        (draft_aspect, {"aspect": Aspect("E", "e", "", "e"), "new": True}),
        (discard_taxonomy_draft, {}),
        (publish_taxonomy, {"note": "x"}),
    ):
        with pytest.raises(Denied):
            act(**more, by=by)
    assert (acts_recorded(), TaxonomyVersion.objects.count(), TaxonomyDraft.objects.count()) == (before, 0, 0)


# What it means to findings and policies


def test_findings_of_a_merged_class_stay_and_those_that_people_must_say_wait_again(city):
    merged, split, other = (a_finding(city, code, first=n) for n, code in enumerate(("B5", "B6", "A1"), 1))
    retired(city, "B5", "B7")
    assert (Finding.objects.get(pk=merged.pk).category, Finding.objects.get(pk=merged.pk).category_confirmed) == (
        "B5",
        True,
    )
    retired(city, "B6", "A1", "B7")
    row = Finding.objects.get(pk=split.pk)
    assert (row.category, row.category_confirmed) == ("B6", False)
    assert history_of(split)[0].sentence == "问题分类第 3 版停用了类别 B6，重新待确认"
    assert Finding.objects.get(pk=other.pk).category_confirmed
    # What B5 went into goes too, into nothing: now people must say of it as well.
    retired(city, "B7")
    assert not Finding.objects.get(pk=merged.pk).category_confirmed
    assert taxonomy().unsettled == ("B5", "B6", "B7")
    with pytest.raises(Refusal, match="不是现行的类别"):
        confirm_category(finding=row, category="B6", by=city.people.clerk)


def test_guesses_are_made_anew_once_a_version_is_published(city):
    finding = a_finding(city, "", said=False)
    guess_now()
    first = Guess.objects.get(pk=finding.pk)
    assert (first.first, first.taxonomy, guess_now()) == ("C3", 1, 0)
    retired(city, "C3")
    assert guess_now() == 1
    second = Guess.objects.get(pk=finding.pk)
    assert (second.taxonomy, "C3" in second.codes) == (2, False)
    assert Finding.objects.get(pk=finding.pk).category == second.first


def test_a_rule_of_a_policy_follows_where_its_class_went(city):
    rule = SignRule(("organization",), categories=("B5",))
    assert not rule.covers(category="B6", sector="", theme="")
    retired(city, "B5", "B6")
    assert rule.covers(category="B6", sector="", theme="")
    assert rule.covers(category="B5", sector="", theme="")


# How each process comes to know


def test_looking_which_version_is_in_force_costs_no_query_while_it_is_fresh(city, monkeypatch):
    forget()
    with CaptureQueriesContext(connection) as first:
        in_force()
    with CaptureQueriesContext(connection) as again:
        in_force()
        taxonomy()
    assert (len(first), len(again)) == (2, 0)
    monkeypatch.setattr(force, "FRESH_SECONDS", 0.0)
    forget()
    in_force()
    with CaptureQueriesContext(connection) as stale:
        in_force()
    assert len(stale) == 1  # the number alone: it is the same version
    pin()
    with CaptureQueriesContext(connection) as held:
        in_force()
    assert len(held) == 0


def test_the_process_that_published_looks_again_at_once(city, django_capture_on_commit_callbacks):
    director = city.people.director
    begin_taxonomy_draft(by=director)
    draft_retirement(code="B5", into=["B6"], by=director)
    assert in_force().number == 1
    with django_capture_on_commit_callbacks(execute=True):
        publish_taxonomy(note="合并", by=director)
    assert in_force().number == 2


ANOTHER = """
import time, django
django.setup()
from liandu.inspections.taxonomies import in_force
print(in_force().number, flush=True)
input()
until = time.monotonic() + 8
while in_force().number == 1 and time.monotonic() < until:
    time.sleep(0.1)
print(in_force().number, in_force().taxonomy.today("B5"))
"""


@pytest.mark.slow
def test_another_process_sees_a_version_within_seconds(own_home, tmp_path):
    from django.conf import settings

    env = {"LIANDU_HOME": str(tmp_path / "one"), "LIANDU_DATABASE": f"sqlite:///{tmp_path}/one.sqlite3"}
    env |= {
        "DJANGO_SETTINGS_MODULE": "liandu.config.settings",
        "PYTHONPATH": ":".join(sys.path),
        "PATH": "/usr/bin:/bin",
    }
    assert settings.configured
    subprocess.run([sys.executable, "-m", "liandu", "manage", "migrate", "-v", "0"], env=env, check=True)
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "1\n"
        publish = (
            "import django; django.setup()\n"
            "from django.utils import timezone\n"
            "from liandu.inspections.models import TaxonomyVersion\n"
            "from liandu.inspections.taxonomies import without_leaf\n"
            "from liandu.texts.taxonomy_files import kept, packaged\n"
            "said = without_leaf(packaged(), 'B5', ('B6',), 2)\n"
            "TaxonomyVersion.objects.create(number=2, content=kept(said), published_at=timezone.now())\n"
        )
        subprocess.run([sys.executable, "-c", publish], env=env, check=True)
        started = time.monotonic()
        out, _err = other.communicate("\n", timeout=30)
    assert out == "2 B6\n"
    assert time.monotonic() - started < 6
