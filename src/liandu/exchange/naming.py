"""How our rows are called in a package: by the site that made them and its key for them."""

from functools import lru_cache
from typing import Any

from liandu.exchange.identity import Identity
from liandu.exchange.kinds import Kind, Record, kind_named
from liandu.exchange.models import Foreign, Site


class Naming:
    """Names rows for one receiver: what the receiver calls them itself, else what their origin does, else we."""

    def __init__(self, me: Identity, receiver: Site) -> None:
        self.me, self.receiver = me, receiver
        self.sites = {me.site: me.name}
        self._reference = lru_cache(maxsize=4096)(self._found)

    def record(self, kind: Kind, row: Any) -> Record:
        """Return ``row`` as a record."""
        refs = {}
        for name, thing in kind.refs_of(row).items():
            other = kind_named(kind.refs[name].kind)
            refs[name] = self._reference(other, thing) if thing is not None and other is not None else None
        origin, key = self._found(kind, row)
        return Record(kind.name, origin, key, kind.fields_of(row), refs)

    def _found(self, kind: Kind, row: Any) -> tuple[str, str]:
        if kind.is_ours(row):
            return self.me.site, kind.key_of(row)
        known = list(Foreign.objects.select_related("origin").filter(kind=kind.name, local=row.pk).order_by("pk"))
        theirs = next((one for one in known if one.origin_id == self.receiver.pk), None)
        if theirs is None and known and kind.compared:  # a unit is ours, whoever else has matched one to it
            theirs = known[0]
        if theirs is None:
            return self.me.site, kind.key_of(row)
        self.sites[theirs.origin.code] = theirs.origin.name
        return theirs.origin.code, theirs.key
