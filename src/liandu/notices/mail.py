"""A digest as mail: the same message, with the same Message-ID, however often it is put together."""

from datetime import date
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from liandu.notices.due import sentence_of
from liandu.notices.models import Digest


def message_id_of(digest: Digest) -> str:
    """Return the Message-ID: from the digest alone, so that a repeat is the same message to whoever receives it."""
    domain = parseaddr(settings.LIANDU_MAIL_FROM)[1].rpartition("@")[2] or "liandu"
    return f"<digest-{digest.day:%Y%m%d}-{digest.person_id}-{digest.pk}@{domain}>"


def message_of(digest: Digest) -> EmailMessage:
    """Return the digest as a message to its person, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        late = sum(line["tone"] == "late" for line in digest.lines)
        facts = {"day": _in_words(digest.day), "late": late, "other": len(digest.lines) - late}
        return EmailMessage(
            subject=_("联督提醒 %(day)s：逾期 %(late)s 条，将到期 %(other)s 条") % facts,
            body=_body(digest),
            from_email=settings.LIANDU_MAIL_FROM,
            to=[digest.person.email],
            headers={"Message-ID": message_id_of(digest), "Date": format_datetime(timezone.localtime(digest.made_at))},
        )


def _in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _body(digest: Digest) -> str:
    parts = [_("%(person)s：") % {"person": digest.person}, _("以下事项等您办理，请登录联督查看。"), ""]
    for n, line in enumerate(digest.lines, 1):
        due = _in_words(date.fromisoformat(line["due_on"]))
        parts.append(_("%(n)s. %(words)s（%(due)s）") % {"n": n, "words": sentence_of(line), "due": due})
        if settings.LIANDU_ADDRESS:
            parts.append(f"   {settings.LIANDU_ADDRESS.rstrip('/')}{line['url']}")
    if digest.left_out:
        parts.append(_("另有 %(n)s 条，请登录查看。") % {"n": digest.left_out})
    parts += ["", _("这是每个工作日一份的自动提醒。不想收邮件，可以在联督的“提醒”里关掉。")]
    return "\n".join(parts)
