"""The one act on the index in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("search.built_anew", lambda _e: _("重新建立检索"))
