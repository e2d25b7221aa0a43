"""Every address, asked by every named person: what is not theirs is not there, what they may not do is denied."""

import re
from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from openpyxl import load_workbook

from liandu.access.models import Post
from liandu.findings.commands import accept_proposals
from liandu.findings.models import Finding
from liandu.inspections.commands import withdraw_material
from liandu.intake.commands import claim_documents, dismiss_proposals, fail_document
from liandu.intake.models import Proposal
from liandu.kernel.refusals import Refusal
from liandu.orgs.models import Oversight
from tests.access.addresses import ADDRESSES, FURNISH, PEOPLE, Address, expected
from tests.papers_of_the_day import a_paper, a_word_file, an_understanding, problem, read_as, receive

TITLES = ("辅导员配备不足", "课程思政流于形式", "实验室管理松散", "基建招标把关不严")


def names_in(resolver: Any, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from names_in(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_stands_in_the_table():
    unknown = sorted(set(names_in(get_resolver())) - set(ADDRESSES))
    assert unknown == [], (
        f"{unknown}: say in tests/access/addresses/ what each person gets there: "
        'Address(about, get="DC 200, R 403, all 404", post=…, form=what one with the right would send)'
    )
    assert sorted(set(ADDRESSES) - set(names_in(get_resolver()))) == []


@pytest.fixture
def scene(city, request):
    """The university with a document read and half judged, a failed one, a withdrawn one, and a finding."""
    lines = ("关于巡察云州大学党委的反馈意见", *TITLES)
    rows = [problem(f"{n}.", title=title, block=n) for n, title in enumerate(TITLES, 1)]
    document = read_as(receive(city), an_understanding(*rows), a_paper(*lines))
    first, second, third, last = Proposal.objects.filter(document=document).order_by("position")
    finding = accept_proposals(proposals=[last], by=city.people.clerk).findings[0]
    dismiss_proposals(proposals=[third], why="不是问题", by=city.people.clerk)
    third.refresh_from_db()
    withdrawn = receive(city, name="传错.docx", content=a_word_file("传错的"))
    withdraw_material(material=withdrawn, by=city.people.clerk, reason="传错")
    failed = receive(city, name="坏.docx", content=a_word_file("坏的")).document
    claim_documents(worker="w", most=9)
    fail_document(document=failed, worker="w", refusal=Refusal("file.broken", "坏了。"))
    made = SimpleNamespace(
        city=city,
        round=city.round,
        inspection=city.inspections.university,
        material=document.material,
        withdrawn=withdrawn,
        document=document,
        failed=failed,
        finding=finding,
        places={
            "nobody": city.people.nobody.pk, "unit": city.units.university.pk, "elsewhere": city.units.elsewhere.pk,
            "term": city.round.term_id, "inspection": city.inspections.university.pk,
            "row": f"{first.pk}:{first.version}", "row2": f"{second.pk}:{second.version}",
            "dismissed": f"{third.pk}:{third.version}", "post": Post.objects.get(user=city.people.clerk).pk,
            "office": city.units.third_room.pk, "oversight": Oversight.objects.get(unit=city.units.university).pk,
        },
    )  # fmt: skip
    asked_about = getattr(getattr(request.node, "callspec", None), "params", {}).get("name", "")
    for furnish in FURNISH:
        # What costs much is furnished for its own addresses, and for the tests about all of them; a round that comes
        # from elsewhere reaches other units too, so it stays apart from these.
        for_all = not asked_about and not getattr(furnish, "apart", False)
        if for_all or (asked_about and asked_about.startswith(getattr(furnish, "only_for", ""))):
            furnish(made)
    return made


def address_of(scene, name: str, address: Address) -> str:
    args = [*address.before, *([getattr(scene, address.about).pk] if address.about else [])]
    query = f"?{address.query.format(**scene.places)}" if address.query else ""
    return reverse(name, args=args) + query


def filled(scene, value: Any) -> Any:
    if isinstance(value, list):
        return [filled(scene, part) for part in value]
    if value == "{file}":
        return SimpleUploadedFile("新的.docx", a_word_file("新来的"))
    return value.format(**scene.places)


def asked(client: Client, method: str, url: str, form: dict[str, Any]) -> int:
    """Return the status of the answer; whatever the request changed is rolled back."""
    with transaction.atomic():
        sends_form = method in {"GET", "POST"}
        answer = getattr(client, method.lower())(url, form) if sends_form else client.generic(method, url)
        if answer.streaming:
            list(answer.streaming_content)  # to its end, which closes the file
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.slow
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_person_gets_what_the_table_says(scene, name):
    address = ADDRESSES[name]
    url = address_of(scene, name, address)
    wrong = {}
    for letter, person in PEOPLE.items():
        for method, line in (("GET", address.get), ("POST", address.post)):
            form = {filled(scene, key): filled(scene, value) for key, value in address.form.items() if method == "POST"}
            client = scene.city.client(getattr(scene.city.people, person))
            status = asked(client, method, url, form)
            # review_news answers 204 when there is nothing new: also an answer.
            if {status, expected(line, letter)} not in ({status}, {200, 204}):
                wrong[person, method] = (status, expected(line, letter))
    assert wrong == {}, f"{url}: (got, expected) by person and method"


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_is_not_signed_in_is_asked_to(scene, name):
    address = ADDRESSES[name]
    url = address_of(scene, name, address)
    for method in ("GET", "POST"):
        assert asked(Client(), method, url, {}) == address.signed_out


@pytest.mark.parametrize("name", [name for name in ADDRESSES if ":" in name])
def test_other_methods_are_refused(scene, name):
    url = address_of(scene, name, ADDRESSES[name])
    client = scene.city.client(scene.city.people.director)
    assert {asked(client, method, url, {}) for method in ("PUT", "PATCH", "DELETE")} == {ADDRESSES[name].other}


ABOUT_A_THING = [name for name, address in ADDRESSES.items() if address.about]


@pytest.mark.parametrize("name", ABOUT_A_THING)
@pytest.mark.parametrize("pk", [0, 999_999_999, 2**63, 10**30])
def test_a_thing_that_is_not_there_is_not_found_whatever_its_number(city, name, pk):
    address = ADDRESSES[name]
    client = city.client(city.people.director)
    for method, line in (("GET", address.get), ("POST", address.post)):
        if line != "all 405":
            assert asked(client, method, reverse(name, args=[*address.before, pk]), {}) == 404


# Counts and lists

STRANGERS = ["organization", "liaison", "outsider", "system", "security", "audit", "nobody"]
LISTS = ["/", "/rounds/", "/rounds/{round}/", "/intake/", "/ledger/", "/ledger/?group=unit", "/ledger/?group=aspect",
         "/ledger/?unit={unit}", "/ledger/?round={round}&sector=university", "/administration/"]  # fmt: skip


def told(city, person: str) -> list[str]:
    """Return all lists that ``person`` can ask for, without what changes by the minute."""
    client = city.client(getattr(city.people, person))
    pages = []
    for url in LISTS:
        answer = client.get(url.format(round=city.round.pk, unit=city.units.university.pk))
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages.append(re.sub(r"用时 \d+ 毫秒", "", text))
    return pages


def exported_rows(city, person: str) -> int | None:
    answer = city.client(getattr(city.people, person)).post("/ledger/export/")
    if answer.status_code != 200:
        return None
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active.max_row - 3


@pytest.mark.slow
@pytest.mark.parametrize("person", STRANGERS)
def test_no_list_count_or_choice_of_a_stranger_changes_when_the_unit_gets_material_and_findings(city, person, request):
    before = told(city, person)
    scene = request.getfixturevalue("scene")
    # The scene itself opens accounts and gives posts, which the administrators' page (the last one) counts.
    assert [page for page in told(city, person)[:-1] if page not in before] == []
    assert exported_rows(city, person) in {None, 0}
    assert scene.finding.number not in "".join(told(city, person))


@pytest.mark.slow
def test_those_within_reach_do_see_the_change(city, request):
    before = {person: told(city, person) for person in ("secretary", "room", "leader")}
    request.getfixturevalue("scene")
    there = Finding.objects.filter(unit=city.units.university).count()
    assert all(told(city, person) != pages for person, pages in before.items())
    assert {person: exported_rows(city, person) for person in before} == dict.fromkeys(before, there)


# Addresses that nobody clicked together

NAMES = ("before", "part", "block", "round", "unit", "stage", "inspection", "corrects", "seen", "q")
QUERIES = [f"{name}={value}" for name in NAMES for value in ("%00", "%C2%B2", "-1", "9" * 30, "9" * 5000)]
PAGES_OF_THE_CLERK = [name for name, address in ADDRESSES.items() if "DC" in address.get] + ["desk:home"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES_OF_THE_CLERK)
def test_no_query_string_is_a_fault(scene, name):
    client = scene.city.client(scene.city.people.clerk)
    url = address_of(scene, name, Address(ADDRESSES[name].about, before=ADDRESSES[name].before))
    answers = {}
    for query in QUERIES:
        answer = client.get(f"{url}?{query}")
        if answer.streaming:
            list(answer.streaming_content)
        answers[query] = answer.status_code
    assert {query: status for query, status in answers.items() if status not in {200, 204, 404}} == {}
