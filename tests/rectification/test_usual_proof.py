"""What usually proves a problem of its class righted stands beside the conditions, once people have said the class."""

import pytest
from django.urls import reverse

from liandu.findings.commands import confirm_category
from liandu.inspections.taxonomies import taxonomy
from liandu.rectification.closing_words import usual_proof
from liandu.rectification.models import Item
from tests.rectification.working import worked_on

pytestmark = pytest.mark.django_db


def test_it_is_told_once_the_class_is_said_on_both_pages(city):
    item = worked_on(city)
    leaf = next(leaf for leaf in taxonomy().leaves.values() if leaf.evidence)
    client = city.client(city.people.secretary)
    pages = [reverse("rectification:item", args=[item.pk]), reverse("rectification:request_closure", args=[item.pk])]
    assert usual_proof(item) == ("", ())
    assert not any(leaf.evidence[0] in client.get(page).content.decode() for page in pages)
    confirm_category(finding=item.finding, category=leaf.code, by=city.people.clerk)
    assert usual_proof(Item.objects.get(pk=item.pk)) == (leaf.name, leaf.evidence)
    for page in pages:
        told = client.get(page).content.decode()
        assert all(proof in told for proof in leaf.evidence), page
