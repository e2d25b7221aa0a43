"""Setting up policy profiles, making new versions of them, and giving a round the one it goes by."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.models import PolicyProfile, PolicyVersion, Round
from liandu.inspections.policies import Policy, presets, read, spelled
from liandu.inspections.rules import refuse_bad_policy
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop

OWN = "own"  # the beginning of the codes of profiles that a site makes for itself


@transaction.atomic
def adopt_default_policies(*, by: Any) -> list[PolicyProfile]:
    """Set up those of the profiles that come along which are not there yet, each as its version 1, and return them."""
    require(by, Act.POLICY_SET)
    there = set(PolicyProfile.objects.values_list("code", flat=True))
    return [_open(code, policy, note="", by=by).profile for code, policy in presets().items() if code not in there]


@transaction.atomic
def open_policy(*, policy: Policy, by: Any, note: str = "") -> PolicyVersion:
    """Set up a profile of the site's own that says what ``policy`` says, and return its version 1.

    Raises Refusal when a profile of that name is there, or when the policy names what does not exist.
    """
    require(by, Act.POLICY_SET)
    _refuse_taken_name(policy.name)
    return _open(f"{OWN}_{PolicyProfile.objects.count() + 1}", policy, note=note, by=by)


def _open(code: str, policy: Policy, *, note: str, by: Any) -> PolicyVersion:
    refuse_bad_policy(policy)
    profile = PolicyProfile.objects.create(code=code, name=policy.name)
    version = _new_version(profile, 1, policy, note, by)
    record(act="policy.opened", subject=profile, by=by, facts={"name": policy.name}, reason=note)
    return version


@transaction.atomic
def change_policy(*, profile: PolicyProfile, policy: Policy, seen: int, by: Any, note: str = "") -> PolicyVersion:
    """Make a new version of the profile and return it; earlier versions, and the rounds that go by them, stay.

    ``seen`` is the number of the version that the person had before them; another's change in between is refused, and
    so is a change that changes nothing.
    """
    require(by, Act.POLICY_SET, subject=profile)
    refuse_bad_policy(policy)
    PolicyProfile.objects.select_for_update().get(pk=profile.pk)
    last = PolicyVersion.objects.filter(profile=profile).select_related("made_by").order_by("-number")[0]
    if last.number != seen:
        raise Refusal(
            "policy.changed_meanwhile",
            gettext_noop("这份政策口径刚由%(who)s改成第 %(number)s 版，请看过新的内容再改。您填的还在下面，没有保存。"),
            who=str(last.made_by),
            number=last.number,
        )
    if read(last.content) == policy:
        raise Refusal("policy.unchanged", gettext_noop("没有改动，不用另存新版。"))
    _refuse_taken_name(policy.name, but=profile.pk)
    profile.name = policy.name
    profile.save(update_fields=["name"])
    version = _new_version(profile, last.number + 1, policy, note, by)
    record(
        act="policy.changed", subject=profile, by=by, facts={"name": policy.name, "number": version.number}, reason=note
    )
    return version


def _refuse_taken_name(name: str, *, but: int = 0) -> None:
    if PolicyProfile.objects.filter(name=name).exclude(pk=but).exists():
        raise Refusal("policy.exists", gettext_noop("名为“%(name)s”的政策口径已经有了，请换个名称。"), name=name)


def _new_version(profile: PolicyProfile, number: int, policy: Policy, note: str, by: Any) -> PolicyVersion:
    return PolicyVersion.objects.create(
        profile=profile, number=number, content=spelled(policy), note=note, made_at=timezone.now(), made_by=by
    )


@transaction.atomic
def set_round_policy(
    *,
    round: Round,  # noqa: A002 - the field's term
    version: PolicyVersion,
    by: Any,
) -> Round:
    """Let a round go by a version of a policy profile and return the round.

    Clocks that run already stay as they are: rectification.commands.follow_policy takes open items over.
    """
    require(by, Act.POLICY_SET, subject=round)
    now = Round.objects.select_for_update().get(pk=round.pk)
    if now.policy_id == version.pk:
        raise Refusal("round.policy_there", gettext_noop("本轮已经用的就是这一版。"))
    before = now.policy
    now.policy = version
    now.save(update_fields=["policy"])
    round.policy = version
    facts = {
        "name": version.profile.name,
        "number": version.number,
        "before": f"{before.profile.name} {before.number}" if before else "",
    }
    record(act="round.policy_set", subject=round, by=by, facts=facts)
    return round
