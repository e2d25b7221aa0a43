"""Who can see a package or a meeting: what the page says agrees with what each person is given."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from liandu.access.commands import end_post, give_post
from liandu.access.models import Post
from liandu.access.visibility import kind_called
from liandu.accounts.models import User
from liandu.handover import commands
from liandu.handover.commands import Invited
from liandu.handover.queries import meetings_for, packages_for
from tests.handover.packages import a_draft, filled, sent
from tests.people import SINCE

pytestmark = pytest.mark.django_db


def told(kind, record, day=None):
    """Return the people in the rows, by name."""
    return {row.person for row in kind_called(kind).rows(record, day or timezone.localdate())}


def given(things_for, record):
    """Return the people to whom ``things_for`` gives the record, each as the next request reads them."""
    return {str(one) for one in User.objects.all() if things_for(one).filter(pk=record.pk).exists()}


def a_meeting(city, **more):
    members = [
        Invited("inspection", "周巡视", "市委巡察办", city.people.director),
        Invited("discipline", "国资委", "国资委", city.people.competent),
    ]
    about = {
        "term": city.round.term, "round": city.round, "name": "第九轮移交会", "held_on": date(2026, 6, 25), "place": "",
        "members": members, "agenda": ("移交",), "by": city.people.clerk,
    }  # fmt: skip
    return commands.call_meeting(**(about | more))


def test_who_is_told_to_see_a_package_is_who_is_given_it(city):
    outside = Post.objects.get(user=city.people.room)
    give_post(user=city.people.nobody, role="supervision_officer", unit=city.units.fourth_room, since=SINCE, by=None)
    packages = [
        sent(city),
        sent(city, recipient=city.units.university),
        a_draft(city),
        commands.withdraw_package(package=sent(city), reason="有误", by=city.people.clerk),
        commands.withdraw_package(package=a_draft(city), reason="有误", by=city.people.clerk),
    ]
    for package in packages:
        assert told("package", package) == given(packages_for, package)
    assert told("package", packages[0]) == {"刘文", "周巡视", "王主任", "赵领导"}
    assert told("package", packages[1]) == {"刘文", "周巡视", "李书记", "赵领导"}
    assert told("package", packages[2]) == {"刘文", "周巡视"}
    end_post(post=outside, until=date(2026, 6, 30), by=None)
    User.objects.filter(pk=city.people.leader.pk).update(is_active=False)
    assert told("package", packages[0]) == given(packages_for, packages[0]) == {"刘文", "周巡视"}


def test_who_is_told_to_see_a_meeting_is_who_is_given_it(city):
    meeting = a_meeting(city)
    assert told("meeting", meeting) == given(meetings_for, meeting)
    assert "国资委" in told("meeting", meeting)
    bare = a_meeting(city, members=[])
    assert told("meeting", bare) == given(meetings_for, bare)
    assert "国资委" not in told("meeting", bare)
    package = sent(city, recipient=city.units.assets)
    commands.tie_package(package=package, meeting=bare, agenda=None, by=city.people.clerk)
    assert told("meeting", bare) == given(meetings_for, bare)
    assert "国资委" in told("meeting", bare)


def test_each_line_says_why(city):
    rows = kind_called("package").rows(sent(city), timezone.localdate())
    assert {(row.person, row.why) for row in rows} == {
        ("刘文", "因岗位覆盖全市"), ("周巡视", "因岗位覆盖全市"), ("赵领导", "因岗位覆盖全市"),
        ("王主任", "因在市纪委监委第三监督检查室任职"),
    }  # fmt: skip
    why = {row.person: row.why for row in kind_called("meeting").rows(a_meeting(city), timezone.localdate())}
    assert why["国资委"] == "因列为会议成员"


def test_before_it_was_sent_only_the_side_that_prepares_could_see_it(city):
    assert told("package", sent(city), date(2026, 1, 5)) == {"刘文", "周巡视"}


def test_the_page_is_there_for_who_sees_the_record_and_linked_from_it(city):
    package, meeting = filled(city), a_meeting(city)
    for kind, record in (("package", package), ("meeting", meeting)):
        path = reverse("desk:readers", args=[kind, record.pk])
        browser = city.client(city.people.clerk)
        assert browser.get(path).status_code == 200
        assert f'href="{path}"' in browser.get(reverse(f"handover:{kind}", args=[record.pk])).content.decode()
        assert city.client(city.people.secretary).get(path).status_code == 404


def test_who_sees_only_their_part_of_a_meeting_is_not_told_who_else_does(city):
    meeting = a_meeting(city)
    browser = city.client(city.people.competent)
    answer = browser.get(reverse("handover:meeting", args=[meeting.pk]))
    assert answer.status_code == 200
    path = reverse("desk:readers", args=["meeting", meeting.pk])
    assert path not in answer.content.decode()
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_take_few_queries_however_long_the_list(city, count, django_assert_num_queries):
    meeting = a_meeting(city)
    for _n in range(count):
        package = sent(city)
        commands.tie_package(package=package, meeting=meeting, agenda=None, by=city.people.clerk)
    package = packages_for(city.people.clerk).get(pk=package.pk)
    with django_assert_num_queries(4):
        kind_called("package").rows(package, timezone.localdate())
    with django_assert_num_queries(12):
        kind_called("meeting").rows(meeting, timezone.localdate())
