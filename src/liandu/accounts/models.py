"""People who sign in, the passwords they had, and where they are signed in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. Rights come from posts alone; ``is_staff`` and ``is_superuser`` open nothing here."""

    display_name = models.CharField("姓名", max_length=60, blank=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)  # None: as old as the account
    failures = models.PositiveSmallIntegerField(default=0)  # wrong passwords and codes in a row
    locked_at = models.DateTimeField(null=True, blank=True)
    mail_reminders = models.BooleanField("提醒发邮件", default=True)  # to ``email``, where there is one
    # How many reminders of theirs are not read (notices keeps it): the frame shows it on every page without a query.
    reminders_unread = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        """Return the name people know."""
        return self.display_name or self.username


class PastPassword(models.Model):
    """The hash of a password that an account had, so that it is not taken again at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    until = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """Return whose it was and until when; never the hash."""
        return f"{self.user} · {self.until:%Y-%m-%d}"


class UsedCode(models.Model):
    """That a one-time code was used, by a digest of person and code: seen by every process, whichever asks first."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return until when it counts; never the code."""
        return f"{self.until:%Y-%m-%d %H:%M:%S}"


class Ending(models.TextChoices):
    """Why somebody is no longer signed in somewhere; the sign-in page says it to them."""

    OUT = "out", _("本人退出")
    IDLE = "idle", _("长时间没有操作")
    ELSEWHERE = "elsewhere", _("在别处登录")
    BY_OWNER = "by_owner", _("本人在别处结束")
    BY_ADMIN = "by_admin", _("系统管理员结束")
    PASSWORD = "password", _("密码已更改")
    CLOSED = "closed", _("账号已停用")
    STALE = "stale", _("浏览器已关闭或登录到期")


class SignIn(models.Model):
    """One sign-in in one browser, from its beginning to its end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)  # as the browser calls itself
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        """An end has a moment and a reason, or there is none."""

        constraints = [
            models.CheckConstraint(
                condition=(models.Q(ended_at=None) & models.Q(ended_why=""))
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_why="")),
                name="sign_in_end_has_reason",
            )
        ]
        indexes = [models.Index(fields=["user", "since"], name="sign_in_user")]

    def __str__(self) -> str:
        """Return who signed in from where."""
        return f"{self.user} · {self.address}"
