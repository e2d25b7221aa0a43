"""Every address of the house: who gets what from it, one file an app. The objects are those of the university."""

from tests.access.addresses import (
    accounts,
    clues,
    config,
    desk,
    exchange,
    findings,
    handover,
    inspections,
    intake,
    ledgers,
    progress,
    teams,
)
from tests.access.addresses.address import PEOPLE, SIGNED_OUT, Address, expected

APPS = (accounts, clues, config, desk, exchange, findings, handover, inspections, intake, ledgers, progress, teams)
ADDRESSES: dict[str, Address] = {}
for of_app in APPS:
    ADDRESSES |= of_app.ADDRESSES

# What an app adds to the scene before the addresses are asked: its own ``furnish(scene)``.
FURNISH = [of_app.furnish for of_app in APPS if hasattr(of_app, "furnish")]

__all__ = ["ADDRESSES", "FURNISH", "PEOPLE", "SIGNED_OUT", "Address", "expected"]
