"""The one door to the catalogue and the photo vault."""

from scardesk.library.current import Edit
from scardesk.library.keys import CHEAPEST, Cost
from scardesk.library.library import Library
from scardesk.library.log import Change, Step
from scardesk.library.upkeep import LibraryInfo, VerifyReport
from scardesk.library.vault import Kept, Vault

__all__ = [
    "CHEAPEST",
    "Change",
    "Cost",
    "Edit",
    "Kept",
    "Library",
    "LibraryInfo",
    "Step",
    "Vault",
    "VerifyReport",
]
