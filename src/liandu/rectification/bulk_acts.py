"""Acts that are offered on many items at once: each stage registers its own here, the ledger of items offers them.

So the ledger does not know what can be done to items, and a later stage (a write-off signed for many) is on its list by
saying so in a module that its ``presenters`` import.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise

from liandu.access.roles import Act
from liandu.rectification.commands.posting import Posted

MOST = 500  # items an act is done to at once: what a person can still answer for, and a page can still show


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on many items: its key in addresses, its words, the right that opens it, the form of what it needs.

    ``run(items=…, by=…, reason=…, **fields)`` does it and says what became of each item; one that is refused
    stays as it is and does not stop the others. The form's fields are given on by name; the reason is asked for by
    the page, and must be given where ``reason_needed``.
    """

    key: str
    words: str | Promise
    right: Act
    run: Callable[..., Posted]
    form: type[forms.Form] = forms.Form
    reason_needed: bool = False


_acts: dict[str, BulkAct] = {}


def offer_in_bulk(act: BulkAct) -> None:
    """Let the ledger of items offer ``act``; in the order of coming."""
    if act.key in _acts:
        msg = f"{act.key} is offered twice"
        raise ValueError(msg)
    _acts[act.key] = act


def bulk_act(key: str) -> BulkAct | None:
    """Return the act registered under ``key``, None when there is none."""
    return _acts.get(key)


def bulk_acts() -> list[BulkAct]:
    """Return all acts in their order."""
    return list(_acts.values())
