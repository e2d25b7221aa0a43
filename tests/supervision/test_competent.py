"""A competent department, and that of publicity, as signers: by the round's policy, for what they look after alone."""

from dataclasses import replace

import pytest

from liandu.access.denials import Denied
from liandu.inspections.commands import open_policy, set_round_policy
from liandu.inspections.policies import SignRule, presets
from liandu.rectification.commands import request_closure
from liandu.rectification.queries import items_for
from liandu.supervision.commands import sign_request
from liandu.supervision.models import Signature
from tests.rectification.given import an_item
from tests.supervision.given import STATEMENT, a_request, add_competent, now, ready, standing

SIGNERS = [("competent", "主管部门"), ("publicity", "宣传部门")]


def go_by(city, *parties):
    """Let the round go by a policy of its own that asks these parties for every item."""
    policy = replace(presets()["six_months"], name="多方会签", sign_rules=(SignRule(parties),))
    set_round_policy(
        round=city.round, version=open_policy(policy=policy, by=city.people.director), by=city.people.director
    )


def asked(city, duty):
    """Return a request that the department must sign, and the department's officer."""
    go_by(city, "supervising", duty, "inspection")
    item = ready(city)
    officer = add_competent(city, item, duty=duty)
    return request_closure(item=item, statement=STATEMENT, by=city.people.secretary), officer


@pytest.mark.parametrize(("duty", "name"), SIGNERS)
def test_an_item_that_a_department_must_sign_is_written_off_when_it_agrees(city, duty, name):
    request, officer = asked(city, duty)
    assert request.parties == ["supervising", duty, "inspection"]
    sign_request(request=request, opinion="agree", by=city.people.room)
    assert standing(request)[0] == "open"
    sign_request(request=now(request), opinion="agree", by=officer)
    sign_request(request=now(request), opinion="agree", by=city.people.director)
    assert standing(request) == ("granted", "written_off", "done")
    signed = Signature.objects.get(person=officer)
    assert (signed.party, signed.office, signed.required) == (duty, city.units.assets, True)


@pytest.mark.parametrize(("duty", "name"), SIGNERS)
def test_it_signs_on_the_page_when_its_turn_has_come(city, duty, name):
    request, officer = asked(city, duty)
    client = city.client(officer)
    address = f"/supervision/requests/{request.pk}/"
    early = client.get(address)
    assert (early.status_code, 'name="opinion"' in early.content.decode()) == (200, False)
    sign_request(request=request, opinion="agree", by=city.people.room)
    assert request.item.number in client.get("/supervision/").content.decode()
    page = client.get(address).content.decode()
    assert ('name="opinion"' in page, name in page) == (True, True)
    assert client.post(f"{address}sign/", {"opinion": "agree", "text": "同意"}).status_code == 302
    assert Signature.objects.get(person=officer).opinion == "agree"
    assert client.get(f"/items/{request.item_id}/").status_code == 200


def test_it_reads_the_items_of_what_it_looks_after_and_no_others(city):
    own, other = ready(city), an_item(city, serial=2, unit=city.units.firm)
    its_own_department = an_item(city, serial=3, unit=city.units.assets)
    officer = add_competent(city, own)
    assert list(items_for(officer)) == [own]
    client = city.client(officer)
    found = {item: client.get(f"/items/{item.pk}/").status_code for item in (own, other, its_own_department)}
    assert found == {own: 200, other: 404, its_own_department: 404}


def test_without_a_unit_to_look_after_it_signs_nothing(city):
    request = a_request(city)
    with pytest.raises(Denied):
        sign_request(request=request, opinion="agree", by=city.people.competent)
    assert city.client(city.people.competent).get(f"/supervision/requests/{request.pk}/").status_code == 404


def test_a_dissent_of_the_department_holds_the_write_off_up(city):
    request, officer = asked(city, "competent")
    sign_request(request=request, opinion="agree", by=city.people.room)
    sign_request(request=now(request), opinion="dissent", text="行业标准未达到", by=officer)
    assert standing(request) == ("open", "requested", "not_done")
    queue = city.client(city.people.director).get("/supervision/").content.decode()
    assert request.item.number not in queue
