"""Every address of the house: who gets what from it, one file an app. The objects are those of the university."""

from importlib import import_module
from pathlib import Path

from tests.access.addresses.address import PEOPLE, SIGNED_OUT, Address, expected

_FILES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "address")
APPS = tuple(import_module(f"{__name__}.{name}") for name in _FILES)
ADDRESSES: dict[str, Address] = {}
for of_app in APPS:
    ADDRESSES |= of_app.ADDRESSES

# What an app adds to the scene before the addresses are asked: its own ``furnish(scene)``.
FURNISH = [of_app.furnish for of_app in APPS if hasattr(of_app, "furnish")]

__all__ = ["ADDRESSES", "FURNISH", "PEOPLE", "SIGNED_OUT", "Address", "expected"]
