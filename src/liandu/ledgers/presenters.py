"""Acts on ledgers in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("items.exported", lambda e: _("导出整改台账 %(rows)s 行") % e.facts)
