"""Acts of the desk in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("calendar.exported", lambda e: _("导出日程 %(events)s 条，%(since)s 至 %(until)s") % e.facts)
