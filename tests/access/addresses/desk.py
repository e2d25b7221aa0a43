"""Addresses of the desk."""

from datetime import date
from typing import Any

from django.utils import timezone

from liandu.access.models import Post
from liandu.accounts.commands import add_one_time_codes, note_sign_in
from liandu.journal.models import Entry
from liandu.journal.sealing import seal_tail
from liandu.journal.subjects import subject_of
from liandu.notices.models import Digest
from tests.access.addresses.address import Address


def furnish(scene: Any) -> None:
    """Add an account to act on (with a second factor), a post to end, and a sign-in of the leader."""
    scene.digest = Digest.objects.create(
        person=scene.city.people.secretary, day=date(2026, 6, 25), lines=[], made_at=timezone.now()
    )
    scene.person, scene.post = scene.city.people.outsider, Post.objects.get(user=scene.city.people.clerk)
    scene.university = scene.city.units.university
    scene.own_sign_in = note_sign_in(by=scene.city.people.leader, session_key="of-no-browser", address="192.0.2.9")
    add_one_time_codes(user=scene.person, secret="JBSWY3DPEHPK3PXP", by=None)
    # Everything so far under a seal, and the entry that confirmed the finding.
    seal_tail()
    scene.sealed = Entry.objects.get(act="finding.raised", subject=subject_of(scene.finding))


# Accounts are there for those who keep accounts or posts, and for nobody else.
SEES, KEEPS, GRANTS = "YE 200, all 404", "Y 302, E 403, all 404", "E 302, Y 403, all 404"
ADDRESSES = {
    "desk:home": Address(get="all 200"),
    "desk:act_as": Address(post="all 302"),
    "desk:keep_look": Address(post="all 302"),
    "desk:undo_look": Address(post="all 302"),
    "desk:unit": Address("university", get="DCRMST 200, all 404"),
    "desk:calendar": Address(get="all 200"),
    "desk:take_calendar": Address(post="DCROLMSXT 200, all 403"),
    "desk:overview": Address(get="DCROLMSXTP 200, all 403"),
    "desk:palette": Address(get="all 200"),
    "desk:search": Address(get="all 200"),
    "desk:reminders": Address(get="all 200"),
    "desk:read_reminders": Address(post="all 302"),
    "desk:read_reminder": Address("digest", post="S 302, all 404"),  # their own alone
    "desk:mail_settings": Address(get="all 200", post="all 302", form={"address": "", "wanted": "on"}),
    "desk:sign_ins": Address(get="all 200"),
    "desk:end_other_sign_ins": Address(post="all 302"),
    "desk:end_own_sign_in": Address("own_sign_in", post="M 302, all 404"),
    "desk:administration": Address(get="YE 200, all 403"),
    "desk:units": Address(get="YE 200, all 403"),
    "desk:people": Address(get="YE 200, all 403"),
    "desk:posts": Address(get="YE 200, all 403"),
    "desk:person": Address("person", get=SEES),
    "desk:new_account": Address(
        post="Y 302, all 403",
        form={"account-username": "xinren", "account-display_name": "新人", "account-password": "heron-over-water-9"},
    ),
    # Nothing is locked, and the account is open: the right person is told that there is nothing to do.
    "desk:unlock_account": Address("person", post="Y 409, E 403, all 404"),
    "desk:reset_password": Address(
        "person", post=KEEPS, form={"password-password": "heron-over-water-9", "password-reason": "忘记密码"}
    ),
    "desk:end_sign_ins": Address("person", post=KEEPS),
    "desk:close_account": Address("person", post=KEEPS, form={"close-reason": "调离"}),
    "desk:reopen_account": Address("person", post="Y 409, E 403, all 404", form={"reopen-reason": "调回"}),
    "desk:remove_factors": Address("person", post=GRANTS, form={"factors-reason": "手机丢失"}),
    "desk:new_post": Address(
        "person", post=GRANTS, form={"post-role": "leader", "post-unit": "{unit}", "post-since": "2026-06-01"}
    ),
    "desk:end_post": Address("post", post=GRANTS, form={"ended-until": "2026-06-30"}),
    "desk:new_unit": Address(
        post="Y 302, all 403", form={"unit-name": "云州市教育局", "unit-code": "305", "unit-parent": "{unit}"}
    ),
    "desk:add_oversight": Address(
        post="Y 302, all 403",
        form={"oversight-office": "{office}", "oversight-unit": "{elsewhere}", "oversight-since": "2026-06-01"},
    ),
    "desk:end_oversight": Address(
        post="Y 302, all 403", form={"over-oversight": "{oversight}", "over-until": "2026-06-30"}
    ),
    "desk:log": Address(get="A 200, all 403"),
    "desk:seals": Address(get="A 200, all 403"),
    "desk:verify_seals": Address(post="A 200, all 403"),
    "desk:export_seals": Address(post="A 200, all 403"),
    # An entry in the history of the finding: whoever sees the finding sees its history.
    "desk:receipt": Address("sealed", get="DCRSMT 200, all 404"),
}
