"""The class of a row as of today: what was merged is filtered, ordered and counted with the class it went into.

As long as no class was merged the stored field is asked alone, whose index answers. Afterwards the lists that are
ordered or grouped by class work out what each code reads as.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from liandu.inspections.taxonomies import taxonomy

NOW = "class_now"
NO_CLASS = "none"  # what has no class yet


def asked_class(asked: Mapping[str, Any]) -> str:
    """Return the class that an address asks for: a class of today, a first level, NO_CLASS; "" for what is none.

    A retired class asks for what it was merged into.
    """
    code, said = str(asked.get("category", "")), taxonomy()
    if code == NO_CLASS or code in said.aspects:
        return code
    return said.today(code) if said.knows(code) else ""


def of_class(code: str) -> Q:
    """Return the condition that a row stands under a class, under one of a first level, or has none at all.

    It stands under a class that is filed as it, or as one that was merged into it.
    """
    said = taxonomy()
    if code == NO_CLASS:
        return Q(category="")
    if code in said.aspects:
        return Q(category__in=[one for leaf in said.under(code) for one in said.filed_as(leaf.code)])
    codes = said.filed_as(code)
    return Q(category__in=codes) if len(codes) > 1 else Q(category=code) if code else Q()


def class_field() -> str:
    """Return the field by which rows are grouped by class: the stored one as long as nothing was merged."""
    return NOW if taxonomy().merged else "category"


def order_by_class() -> tuple[str, str]:
    """Return the fields of the order by class."""
    return (class_field(), "number")


def with_class_now(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows with the class that each reads as today, where some class was merged."""
    merged = taxonomy().merged
    if not merged:
        return rows
    cases = [When(category=old, then=Value(today)) for old, today in merged.items()]
    return rows.annotate(**{NOW: Case(*cases, default=F("category"), output_field=CharField())})
