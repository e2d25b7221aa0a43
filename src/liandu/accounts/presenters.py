"""Account acts in words."""

from django.utils.translation import gettext as _

from liandu.journal.sentences import tell

tell("account.opened", lambda e: _("开立账号 %(username)s") % e.facts)
tell("account.closed", lambda e: _("停用账号 %(username)s") % e.facts)
tell("account.password_changed", lambda e: _("修改账号 %(username)s 的密码") % e.facts)
tell("session.opened", lambda e: _("登录"))
tell("session.refused", lambda e: _("登录失败：%(username)s") % e.facts)
