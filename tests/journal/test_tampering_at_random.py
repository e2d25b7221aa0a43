"""Random journals, changed at random: nothing before the last seal goes unseen."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from liandu.journal import heads
from liandu.journal.fields import canonical
from liandu.journal.models import Entry, Seal, Span
from tests.journal.sealed import CHANGED, by_hand, digest_again, found, sealed_journal, swap_contents

pytestmark = pytest.mark.django_db

ACTS = st.sampled_from(["edit", "edit and digest", "delete", "move", "swap", "reseal", "cut digests", "drop seal"])


@of_hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=5), act=ACTS, data=st.data())
@pytest.mark.slow
def test_no_random_tampering_before_the_last_seal_goes_unseen(own_home, sizes, act, data):
    empty_everything()
    numbers = sealed_journal(sizes)
    seal = data.draw(st.integers(1, len(sizes)), label="seal")
    seq = data.draw(st.sampled_from(numbers[seal - 1]), label="seq")
    assert found() is None
    if act.startswith("edit"):
        column = data.draw(st.sampled_from(sorted(set(CHANGED) - {"digest"})), label="column")
        by_hand(f"UPDATE journal_entry SET {column} = %s WHERE seq = %s", CHANGED[column], seq)
        if act == "edit and digest":
            digest_again(seq)
        assert found() == ("entry.changed", seal, seq)
    elif act == "delete":
        by_hand("DELETE FROM journal_entry WHERE seq = %s", seq)
        assert found() == ("entry.missing", seal, seq)
    elif act == "move":
        by_hand("UPDATE journal_entry SET seq = %s WHERE seq = %s", numbers[-1][-1] + 1000, seq)
        assert found() == ("entry.missing", seal, seq)
    elif act == "swap":
        other = data.draw(st.sampled_from([n for part in numbers for n in part]), label="other")
        swap_contents(seq, other)
        low = min(seq, other)
        at = next(place for place, part in enumerate(numbers, 1) if low in part)
        assert (seq == other and found() is None) or found()[1:] == (at, low)
    elif act == "reseal":
        said = json.loads(Seal.objects.get(number=seal).header) | {"sealed_at": "2020-01-01 00:00:00.000000"}
        by_hand("UPDATE journal_seal SET header = %s WHERE number = %s", canonical(said), seal)
        assert found() == ("seal.signature", seal, None)
    elif act == "cut digests":
        by_hand("UPDATE journal_seal SET digests = '' WHERE number = %s", seal)
        assert found()[:2] == ("seal.digests", seal)
    else:
        by_hand("DELETE FROM journal_seal WHERE number = %s", seal)
        assert found() == ("seal.missing", seal, None)


def empty_everything() -> None:
    """Begin anew for the next example."""
    for model in (Entry, Seal, Span):
        by_hand(f"DELETE FROM {model._meta.db_table}")
    heads.path().unlink(missing_ok=True)
