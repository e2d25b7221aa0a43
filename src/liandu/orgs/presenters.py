"""Acts on units in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("unit.added", lambda e: _("设立机构 %(name)s") % e.facts)
tell("oversight.assigned", lambda e: _("%(office)s 自 %(since)s 起联系监督 %(unit)s") % e.facts)
tell("oversight.ended", lambda e: _("%(office)s 自 %(until)s 后不再联系监督 %(unit)s") % e.facts)
