"""Acts on digests in words; each is its own person's."""

from typing import Any

from django.utils.translation import gettext as _

from liandu.journal.readers import may_read
from liandu.journal.sentences import tell
from liandu.notices.queries import digests_for

tell("digest.made", lambda e: _("生成 %(day)s 的提醒，%(lines)s 条") % e.facts)
tell("digest.mailed", lambda _e: _("提醒邮件已发出"))
tell("digest.mail_failed", lambda e: _("提醒邮件试了 %(tries)s 次没有发出") % e.facts)


@may_read("notices.digest")
def _digest_is_own(reader: Any, key: int) -> bool:
    return digests_for(reader).filter(pk=key).exists()
