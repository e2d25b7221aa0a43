"""The pages of policy profiles: reading one, the long form and its rows, looking before saving, the one of a round."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from liandu.inspections.commands import adopt_default_policies, change_policy
from liandu.inspections.forms import PolicyForm
from liandu.inspections.models import PolicyProfile, PolicyVersion, Round
from liandu.inspections.policies import presets, read

SIX = presets()["six_months"]
THEMES = {"personnel": "选人用人"}


@pytest.fixture
def profiles(city):
    adopt_default_policies(by=city.people.director)
    return {profile.code: profile for profile in PolicyProfile.objects.all()}


@pytest.fixture
def browser(city):
    return city.client(city.people.director)


def url(name, *args):
    return reverse(f"inspections:{name}", args=args)


def filled(policy=SIX, **more) -> dict[str, Any]:
    """Return what a browser sends of the form that shows ``policy``, with some of it changed."""
    form = PolicyForm(None, themes=THEMES, policy=policy)
    sent: dict[str, Any] = {"seen": "1", "sign-row": [], "evidence-row": []}
    for part in form.parts:
        for bound in part:
            value = bound.value()
            if value is True:
                sent[bound.html_name] = "on"
            elif value is not False and value is not None:
                sent[bound.html_name] = list(value) if isinstance(value, tuple) else value
    for kind, rows in (("sign", form.signs), ("evidence", form.evidence)):
        sent[f"{kind}-row"] = [str(number) for number, _row in rows]
    return sent | more


def text(answer):
    return unescape(answer.content.decode())


def test_the_form_of_what_comes_along_states_what_comes_along():
    for policy in presets().values():
        data = QueryDict(mutable=True)
        for name, value in filled(policy).items():
            data.setlist(name, value if isinstance(value, list) else [str(value)])
        form = PolicyForm(data, themes=THEMES)
        assert form.is_valid(), form.faults
        assert form.policy == policy


# Reading


def test_a_policy_reads_as_a_document_with_its_bases(city, profiles):
    page = text(city.client(city.people.secretary).get(url("policy", profiles["six_months"].pk)))
    for words in (
        "10 个工作日",
        "立账之日",
        "《中国共产党巡视工作条例》（2024年修订）：反馈后1个月内报送整改方案",
        "“选人用人”专题",
    ):
        assert words in page
    assert 'aria-disabled="true"' in page  # who may not change it is told why
    assert "您的岗位不能“设置政策口径”" in page


def test_an_earlier_version_is_there_with_what_changed_after_it(city, profiles):
    six = profiles["six_months"]
    change_policy(profile=six, policy=replace(SIX, publicity_days=7), seen=1, note="要公示", by=city.people.director)
    browser = city.client(city.people.clerk)
    old, new = browser.get(url("policy", six.pk) + "?version=1"), browser.get(url("policy", six.pk))
    assert (old.context["is_newest"], new.context["is_newest"]) == (False, True)
    assert "这是旧版。" in text(old)
    assert [(c.what, c.before, c.after) for c in new.context["changes"]] == [("公示", "不公示", "公示 7 个工作日")]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_takes_the_same_queries_for_any_number(city, browser, django_assert_num_queries, more):
    adopt_default_policies(by=city.people.director)
    PolicyVersion.objects.exclude(profile__code__in=list(presets())[: 1 + more]).delete()
    PolicyProfile.objects.filter(versions=None).delete()
    browser.get("/reminders/mail/")
    with django_assert_num_queries(4):
        answer = browser.get(url("policies"))
    assert len(answer.context["table"].groups[0].rows) == 1 + more


# The form


def test_rows_are_added_moved_and_removed_and_nothing_typed_is_lost(browser, profiles):
    address = url("change_policy", profiles["six_months"].pk)
    typed = filled(name="", **{"clock-plan-count": "许多", "clock-plan-basis": "", "sign-1-categories": "Q"})
    added = browser.post(address, typed | {"do": "add-sign"})
    form = added.context["form"]
    assert ([row for row, _form in form.signs], added.context["goto"], added.context["faults"]) == (
        [0, 1, 2, 3], "sign-3", [],
    )  # fmt: skip
    for words in ('value="许多"', 'value="Q"'):
        assert words in text(added)
    assert '<div class="errors' not in text(added)

    up = browser.post(address, typed | {"sign-row": ["0", "1", "2", "3"], "do": "up-sign-3"})
    assert [row for row, _form in up.context["form"].signs] == [0, 1, 3, 2]
    gone = browser.post(address, typed | {"sign-row": ["0", "1", "3", "2"], "do": "drop-sign-1"})
    assert [row for row, _form in gone.context["form"].signs] == [0, 3, 2]
    evidence = browser.post(address, typed | {"do": "add-evidence"})
    assert [row for row, _form in evidence.context["form"].evidence] == [0, 1]
    assert PolicyVersion.objects.count() == 3


def test_the_form_comes_alone_when_a_script_asks_for_a_row(browser, profiles):
    answer = browser.post(
        url("change_policy", profiles["six_months"].pk), filled() | {"do": "add-sign"}, headers={"HX-Request": "true"}
    )
    assert text(answer).startswith("<form") or text(answer).lstrip().startswith("<form")
    assert "<html" not in text(answer)


def test_everything_that_is_wrong_is_told_beside_its_field_at_once(browser, profiles):
    wrong = {
        "name": "", "reminders": "20、许多", "clock-plan-count": "0", "clock-plan-basis": " ", "times": "-1",
        "clock-sign-begins": "closed", "sign-1-categories": "C、Z9", "sign-2-parties": [], "evidence-0-kinds": [],
        "site_check": "Ä",
    }  # fmt: skip
    answer = browser.post(url("change_policy", profiles["six_months"].pk), filled() | wrong | {"do": "look"})
    assert answer.status_code == 422
    named = {anchor: label for anchor, label, _error in answer.context["faults"]}
    assert named == {
        "id_name": "名称", "id_reminders": "到期前几天提醒", "id_times": "最多延期几次",
        "id_site_check": "须现场核查的类别",
        "id_clock-plan-count": "报送整改方案 · 时限", "id_clock-plan-basis": "报送整改方案 · 依据",
        "id_clock-sign-begins": "销号审核 · 起算", "id_sign-1-categories": "签字规则 2 · 类别",
        "id_sign-2-parties_0": "签字规则 3 · 签字方", "id_evidence-0-kinds_0": "佐证要求 1 · 材料种类",
    }  # fmt: skip
    page = text(answer)
    for anchor in named:
        assert f'id="{anchor}"' in page
    assert "没有类别“Z9”" in page
    assert 'value="20、许多"' in page
    assert PolicyVersion.objects.count() == 3


def test_a_change_is_looked_at_in_words_before_it_is_saved(browser, profiles):
    six = profiles["six_months"]
    address = url("change_policy", six.pk)
    sent = filled(publicity_days="7", note="县里要求", **{"clock-rectify-count": "9"})
    looked = browser.post(address, sent | {"do": "look"})
    assert [(c.what, c.after) for c in looked.context["changes"]] == [
        ("集中整改", "自方案通过之日起 9 个月（集中整改期6个月）"), ("公示", "公示 7 个工作日"),
    ]  # fmt: skip
    assert six.versions.count() == 1

    mark = looked.context["form"].mark
    # What is saved is what was looked at: another change in between is shown first.
    other = browser.post(address, sent | {"publicity_days": "8", "do": "save", "looked": mark})
    assert (other.status_code, six.versions.count()) == (200, 1)
    saved = browser.post(address, sent | {"do": "save", "looked": mark})
    assert saved.headers["Location"] == url("policy", six.pk)
    version = six.versions.get(number=2)
    assert (version.note, read(version.content).publicity_days) == ("县里要求", 7)


def test_a_form_without_a_change_says_so(browser, profiles):
    answer = browser.post(url("change_policy", profiles["six_months"].pk), filled() | {"do": "look"})
    assert "填的和现行版一样，不用另存新版。" in text(answer)
    assert 'value="save"' not in text(answer)


def test_who_was_overtaken_is_told_by_whom_and_keeps_what_was_typed(city, browser, profiles):
    six = profiles["six_months"]
    sent = filled(publicity_days="7")
    mark = browser.post(url("change_policy", six.pk), sent | {"do": "look"}).context["form"].mark
    change_policy(profile=six, policy=replace(SIX, publicity_days=3), seen=1, by=city.people.director)
    answer = browser.post(url("change_policy", six.pk), sent | {"do": "save", "looked": mark})
    assert (answer.status_code, six.versions.count()) == (422, 2)
    assert "您填写的时候，周巡视把它改成了第 2 版。" in text(answer)
    assert 'name="publicity_days" value="7"' in text(answer)
    # Having been told, they may look again and save over it knowingly.
    again = browser.post(url("change_policy", six.pk), sent | {"seen": "2", "do": "look"})
    assert [(c.before, c.after) for c in again.context["changes"]] == [("公示 3 个工作日", "公示 7 个工作日")]
    browser.post(url("change_policy", six.pk), sent | {"seen": "2", "do": "save", "looked": mark})
    assert six.versions.count() == 3


def test_a_profile_of_ones_own_begins_with_another_one(browser, profiles):
    audit = profiles["audit"].versions.get()
    page = browser.get(url("open_policy") + f"?from={audit.pk}")
    assert 'name="days" value="180"' in text(page)
    made = browser.post(url("open_policy"), filled(presets()["audit"], name="粮食专项口径") | {"do": "save"})
    row = PolicyProfile.objects.get(name="粮食专项口径")
    assert made.headers["Location"] == url("policy", row.pk)
    taken = browser.post(url("open_policy"), filled(name="粮食专项口径") | {"do": "save"})
    assert (taken.status_code, "名为“粮食专项口径”的政策口径已经有了" in text(taken)) == (422, True)


@pytest.mark.parametrize("key", ["", "0", "99999999999999999999", "x", "audit"])
def test_any_beginning_gives_a_form(browser, key):
    assert browser.get(url("open_policy") + f"?from={key}").status_code == 200


@pytest.mark.parametrize("order", ["add-", "drop-sign-99", "up-sign-0", "drop-evidence-x", "sign", "add-clock", "²"])
def test_any_order_gives_the_form_back(browser, profiles, order):
    answer = browser.post(url("change_policy", profiles["six_months"].pk), filled(name="") | {"do": order})
    assert answer.status_code in {200, 422}


# The policy of a round


def test_a_round_shows_what_it_goes_by_and_changes_after_a_look(city, browser, profiles):
    address = url("round_policy", city.round.pk)
    assert "本轮还没有选定，先按随附的这一份办" in text(browser.get(address))
    version = profiles["audit"].versions.get()
    looked = browser.post(address, {"policy": version.pk, "do": "look"})
    assert "申请销号之日" in text(looked)
    assert ("延期", "最多 2 次，每次不超过 90 天，由联系监督的室审批，须在到期前提出") in [
        (change.what, change.before) for change in looked.context["changes"]
    ]
    assert Round.objects.get().policy_id is None
    browser.post(address, {"policy": version.pk, "do": "save"})
    assert Round.objects.get().policy_id == version.pk
    assert 'name="do" value="look"' not in text(city.client(city.people.secretary).get(address))


def test_a_round_tells_that_its_profile_has_a_newer_version(city, browser, profiles):
    browser.post(url("round_policy", city.round.pk), {"policy": profiles["six_months"].versions.get().pk, "do": "save"})
    change_policy(
        profile=profiles["six_months"], policy=replace(SIX, publicity_days=7), seen=1, by=city.people.director
    )
    assert "这份口径已有第 2 版，本轮还用旧版。" in text(browser.get(url("round_policy", city.round.pk)))


def test_a_round_is_opened_with_a_policy(city, browser, profiles):
    version = profiles["three_months"].versions.get()
    browser.post(url("open_round"), {
        "term": city.round.term_id, "number": "10", "name": "第十轮", "kind": "regular", "since": "2026-09-01",
        "policy": version.pk,
    })  # fmt: skip
    assert Round.objects.get(number=10).policy_id == version.pk
