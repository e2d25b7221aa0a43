"""The county beside the demonstration city: another installation in a home of its own; they exchange files, no more."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from liandu.demo import city, county
from liandu.demo.founding import code_of
from liandu.demo.places import Place

FILES = ("demo-password", "demo-code-secret")  # one password and one code for both, so that a visitor needs one


@dataclass(frozen=True, slots=True)
class Installation:
    """One of the two: its place, its home, what others call it, and who keeps its keys."""

    place: Place
    home: Path
    name: str
    keeper: str

    def run(self, *arguments: str) -> None:
        """Run ``liandu`` in this home; raise RuntimeError with its words when it fails."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("LIANDU_", "DJANGO_"))}
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-m", "liandu", *arguments],
            env=kept | {"LIANDU_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )
        # 1: something was refused or kept as ours, which is a right end of an exchange.
        if done.returncode not in {0, 1}:
            raise RuntimeError(f"liandu {' '.join(arguments)}: {done.stdout}{done.stderr}")

    def exchange(self, act: str, *arguments: str, by: str = "") -> None:
        """Run ``liandu exchange`` as the director, or as ``by``."""
        self.run("exchange", act, "--as", by or self.place.director, *arguments)


def build_county(home: Path) -> Path:
    """Build the county under ``home``/county, let the two exchange a round and its problems, return its home."""
    above = Installation(city.PLACE, home, "云州市委巡察办", "anbaomi")
    below = Installation(county.PLACE, home / "county", "临溪县委巡察办", "xian_anquan")
    below.home.mkdir(exist_ok=True, mode=0o700)
    for name in FILES:
        shutil.copy2(home / name, below.home / name)
    below.run("demo", "--place", "county")
    with tempfile.TemporaryDirectory(prefix="liandu-exchange-") as folder:
        _exchange(above, below, Path(folder))
    return below.home


def _exchange(above: Installation, below: Installation, folder: Path) -> None:
    """Let the round come down and the problems go up, each with its receipt, by files alone."""

    def file(name: str) -> str:
        return str(folder / name)

    for side in (above, below):
        side.exchange("keygen", "--name", side.name, "--out", file(side.place.key), by=side.keeper)
    for side, other, level in ((above, below, "below"), (below, above, "above")):
        side.exchange("peer", "add", file(other.place.key), "--level", level, "--compared", by=side.keeper)
    above.exchange("pack", "--to", below.name, "--round", "5-9", "--out", file("down"))
    below.exchange("open", file("down"), "--receipt", file("down-receipt"), "--link", "14-8")
    above.exchange("receipt", file("down-receipt"))
    below.exchange(
        "pack", "--to", above.name, "--round", "14-8", "--with", "inspections,material,findings", "--out", file("up")
    )
    # The city knows the county as one unit: what the county found in its own units stands under it there.
    ours = code_of(above.place, "linxi")
    units = [f"{code_of(below.place, row.key)}={ours}" for row in below.place.units if row.sector]
    pairs = [part for unit in units for part in ("--unit", unit)]
    above.exchange("open", file("up"), "--receipt", file("up-receipt"), *pairs)
    below.exchange("receipt", file("up-receipt"))
