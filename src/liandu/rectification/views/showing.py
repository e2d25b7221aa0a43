"""The page of a form about one item, as all acts of the unit's work show it."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.rectification.models import Item
from liandu.rectification.rules import refuse_elsewhere
from liandu.rectification.views.item import last_act, load_item
from liandu.ui.htmx import page


def item_to_work_on(request: HttpRequest, pk: int, act: Act) -> Item:
    """Return the item; 404 outside the reader's reach, a denial where the act is not theirs.

    Raises Refusal when another installation keeps the item: there is no form to fill in for nothing.
    """
    item = load_item(request, pk)
    require(request.user, act, unit=item.unit, subject=item)
    refuse_elsewhere(item)
    return item


def work_page(request: HttpRequest, item: Item, form: BaseForm, **context: Any) -> HttpResponse:
    """Show ``form`` about ``item``; ``reasons`` against the act take the place of a form with nothing typed."""
    lines = context.get("lines")
    wrong = bool(form.errors) or (lines is not None and lines.is_bound and not lines.is_valid())
    shown = {"item": item, "form": form, "back": back_to(item), **last_act(item, form), **context}
    return page(request, "rectification/work.html", shown, status=422 if wrong else 200)


def back_to(item: Item, part: str = "") -> str:
    """Return the address of the item's page, at one of its parts."""
    return reverse("rectification:item", args=[item.pk]) + (f"#{part}" if part else "")
