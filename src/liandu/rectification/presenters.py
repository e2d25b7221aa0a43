"""Acts on items in words; who can see an item."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liandu.access.roles import Act
from liandu.access.visibility import Kind, by_unit, show_readers_of
from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.rectification import closing_page  # noqa: F401 - registers its part of the page
from liandu.rectification.queries import items_for, opened_item

tell("item.opened", lambda e: _("立账 %(number)s") % e.facts)


@may_read("rectification.item")
def _item_is_seen(reader: Any, key: int) -> bool:
    return items_for(reader).filter(pk=key).exists()


show_readers_of(
    Kind(
        "item",
        gettext_lazy("整改事项"),
        opened_item,
        str,
        lambda item: reverse("rectification:item", args=[item.pk]),
        by_unit(Act.ITEM_VIEW),
    )
)
