"""Acts on files in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("file.kept", lambda e: _("保存原件 %(sha256).12s（%(size)s 字节）") % e.facts)
tell("file.destroyed", lambda e: _("销毁原件 %(sha256).12s") % e.facts)
