"""The look at an uploaded file, for every stage that keeps files: taken in and looked at, or turned away."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings

from liandu.access.denials import Denied
from liandu.files.incoming import Incoming, taking_in
from liandu.inspections.commands.rounds import nothing_left_of
from liandu.inspections.examination import Examined, examine, examine_proof
from liandu.inspections.rules import CLUE_LIST_NAME, plain_filename, refuse_above_ceiling, refuse_clue_list
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade


class TurnedAway(Protocol):
    """What writes into the journal that a file was not taken: by name, digest ("" before any byte came) and reason."""

    def __call__(self, *, name: str, sha256: str, refusal: Refusal) -> None:
        """Write it down."""


@contextmanager
def looked_at(
    chunks: Iterable[bytes],
    *,
    name: str,
    turned_away: TurnedAway,
    kind: str = "",
    declared: Grade = Grade.PUBLIC,
    is_proof: bool = False,
) -> Iterator[tuple[Incoming, Examined]]:
    """Yield an upload with what a look at it found; nothing is left of it unless the block keeps it.

    ``declared`` and ``kind`` are the grade and the kind of material that the person states; of a proof, pictures need
    not be readable. A list of clues, a file above the ceiling and one that is too large are refused. Whatever refuses
    the file, the block included, is told to ``turned_away`` (a list of clues without its own name, which may name
    persons) and raised. Looking may take seconds: let the transaction begin inside.
    """
    name, sha256 = plain_filename(name), ""
    try:
        refuse_clue_list(kind)
        refuse_above_ceiling(declared, name=name)
        with taking_in(chunks, name=name, most=settings.LIANDU_UPLOAD_MB * 1024 * 1024) as incoming:
            sha256 = incoming.sha256
            examined = (examine_proof if is_proof else examine)(incoming.path, name)
            refuse_clue_list(kind, found=examined.clue_list)
            if examined.marking is not None:
                refuse_above_ceiling(examined.marking[0], name=name, marked=examined.marking[1])
            with nothing_left_of(incoming):
                yield incoming, examined
    except Denied:
        raise
    except Refusal as refusal:
        told = CLUE_LIST_NAME if refusal.code == "material.clue_list" else name
        turned_away(name=told, sha256=sha256, refusal=refusal)
        raise


@contextmanager
def looked_at_if_any(
    chunks: Iterable[bytes] | None, *, name: str, turned_away: TurnedAway
) -> Iterator[tuple[Incoming, Examined] | tuple[None, None]]:
    """Yield as looked_at() does; None twice where no file came."""
    if chunks is None:
        yield None, None
        return
    with looked_at(chunks, name=name, turned_away=turned_away) as found:
        yield found
