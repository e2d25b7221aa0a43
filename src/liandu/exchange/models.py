"""Other installations, the keys they gave us, packages to and from them, and whose record is which of ours."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandu.clues.models.keyed import Keyed
from liandu.exchange.states import Arriving, Packing, Sealed


class Level(models.TextChoices):
    """Where another installation stands, seen from ours."""

    ABOVE = "above", _("上级")
    BELOW = "below", _("下级")
    BESIDE = "beside", _("同级")


class Outcome(models.TextChoices):
    """What became of a record at its receiver."""

    ACCEPTED = "accepted", _("已接收")
    KEPT = "kept", _("保留对方原有内容")
    REFUSED = "refused", _("未接收")


class Site(models.Model):
    """An installation that we have heard of, as a peer or as the origin of a record that a peer passed on."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField("名称", max_length=60)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def mark(self) -> str:
        """Return what stands before the numbers of its terms in our numbers of findings."""
        return f"X{self.pk}-"


class Peer(models.Model):
    """The keys of a site that we exchange packages with, from one day to another; a new card is a new row."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="peers")
    level = models.CharField("层级", max_length=8, choices=Level)
    ceiling = models.CharField("密级上限", max_length=12)
    signing_algorithm = models.CharField(max_length=20)
    signing_public = models.CharField(max_length=400)
    envelope_algorithm = models.CharField(max_length=20)
    envelope_public = models.CharField(max_length=400)
    fingerprint = models.CharField("指纹", max_length=80)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Days in order."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="exchange_peer_days"
            )
        ]

    def __str__(self) -> str:
        """Return the name of the site."""
        return self.site.name


class Package(models.Model):
    """A package for a site: asked for, made by the worker, kept until it expires, answered by a receipt.

    ``sequence`` counts the packages for this receiver and is given when the package is made. ``what`` is the selection,
    ``counts`` the numbers by kind of record: {"sent", "unchanged", "above"}.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="packages")
    code = models.CharField(max_length=32, unique=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    based_on = models.PositiveIntegerField(default=0)
    what = models.JSONField(default=dict)
    whole = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=Packing, default=Packing.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    failure = models.JSONField(default=dict, blank=True)  # code, sentence, facts of the refusal
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One sequence for a receiver; being packed means somebody holds the lease."""

        constraints = [
            models.UniqueConstraint(fields=["site", "sequence"], name="exchange_sequence_once"),
            models.CheckConstraint(
                condition=~models.Q(state="packing") | (~models.Q(worker="") & ~models.Q(lease_until=None)),
                name="exchange_packing_leased",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="exchange_package_due")]

    def __str__(self) -> str:
        """Return receiver and number."""
        return f"{self.site} · {self.sequence or '—'}"

    @property
    def path(self) -> Path:
        """Return where the file is kept until it expires."""
        return kept_folder() / "out" / f"{self.code}.liandu"

    @property
    def filename(self) -> str:
        """Return the name under which the file is handed out."""
        return f"liandu-{self.site.code[:6]}-{self.sequence}.liandu"


class Carried(models.Model):
    """A record in a package that went out, by its identity and the digest of what was said; its outcome by receipt."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="carried")
    kind = models.CharField(max_length=30)
    origin = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.JSONField(default=dict, blank=True)

    class Meta:
        """A record once in a package."""

        constraints = [
            models.UniqueConstraint(fields=["package", "kind", "origin", "key"], name="exchange_carried_once"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Known(models.Model):
    """What a site has, as it acknowledged or sent it itself: a record and the digest of the version it knows."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="known")
    kind = models.CharField(max_length=30)
    origin = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)

    class Meta:
        """A record once for a site."""

        constraints = [models.UniqueConstraint(fields=["site", "kind", "origin", "key"], name="exchange_known_once")]

    def __str__(self) -> str:
        """Return which record it is."""
        return f"{self.kind} {self.origin}:{self.key}"


class Foreign(models.Model):
    """Which row of ours (``local``, a key in the table of ``kind``) is the record ``key`` of the site ``origin``.

    ``theirs`` is the digest of the last version that came, ``ours`` that of our row as it stood then: what differs from
    them has changed since. ``via`` is the site it came through.
    """

    origin = models.ForeignKey(Site, models.PROTECT, related_name="records")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=40)
    local = models.BigIntegerField()
    theirs = models.CharField(max_length=64, blank=True)
    ours = models.CharField(max_length=64, blank=True)
    via = models.ForeignKey(Site, models.PROTECT, related_name="+")

    class Meta:
        """A record of a site is one of our rows."""

        constraints = [models.UniqueConstraint(fields=["origin", "kind", "key"], name="exchange_foreign_once")]
        indexes = [models.Index(fields=["kind", "local"], name="exchange_foreign_local")]

    def __str__(self) -> str:
        """Return which record it is."""
        return f"{self.kind} {self.key}"


class Arrival(models.Model):
    """A package that came from a site: kept as it came (encrypted) until it is opened or discarded.

    A large one is opened by the worker for who asked: with their ``choices``, ``done`` of ``total`` originals looked
    at, ``failure`` when it could not be opened.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="arrivals")
    code = models.CharField(max_length=32, unique=True)
    sequence = models.PositiveIntegerField()
    manifest = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=Arriving, default=Arriving.INSPECTED)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict, blank=True)
    came_at = models.DateTimeField(auto_now_add=True)
    came_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choices = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.JSONField(default=dict, blank=True)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """What is opened says by whom and when; what is being opened, for whom."""

        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="opened") | (~models.Q(opened_at=None) & ~models.Q(opened_by=None)),
                name="exchange_arrival_opened",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="opening") | ~models.Q(asked_by=None), name="exchange_opening_asked_for"
            ),
        ]

    def __str__(self) -> str:
        """Return sender and number."""
        return f"{self.site} · {self.sequence}"

    @property
    def path(self) -> Path:
        """Return where the file is kept until it is opened."""
        return kept_folder() / "in" / f"{self.code}.liandu"

    @property
    def receipt_path(self) -> Path:
        """Return where the receipt for the sender is kept."""
        return kept_folder() / "receipts" / f"{self.code}.liandu"

    @property
    def receipt_name(self) -> str:
        """Return the name under which the receipt is handed out."""
        return f"liandu-receipt-{self.site.code[:6]}-{self.sequence}.liandu"


class SealedPart(Keyed):
    """The sealed part of a package whose opener may not know of it: the file as it came, until a registrar opens it.

    Named by a random key, also on disk, so that nothing leads from the package to it but this row.
    """

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Sealed, default=Sealed.WAITING)
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """What does not wait says who ended it and when."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at=None, ended_by=None)
                | (~models.Q(state="waiting") & ~models.Q(ended_at=None) & ~models.Q(ended_by=None)),
                name="exchange_sealed_part_ended",
            )
        ]

    @property
    def path(self) -> Path:
        """Return where the file is kept until it is opened."""
        return kept_folder() / "sealed" / f"{self.pk}.liandu"

    @property
    def receipt_path(self) -> Path:
        """Return where the receipt for the sender is kept."""
        return kept_folder() / "receipts" / f"{self.pk}.liandu"

    @property
    def receipt_name(self) -> str:
        """Return the name under which the receipt is handed out."""
        return f"liandu-receipt-{self.arrival.site.code[:6]}-{self.arrival.sequence}-2.liandu"


def kept_folder() -> Path:
    """Return the folder of package files."""
    return Path(settings.LIANDU_HOME) / "exchange"
