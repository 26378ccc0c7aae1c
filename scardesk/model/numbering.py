"""The rules of the number: one per scar, for life.

Rule: numbers start at 1 for each patient and are never reused, neither after undo nor after
delete; so whoever asks must pass *every* number ever issued, retired ones included.
"""

from collections.abc import Iterable

from scardesk.errors import AlreadyThere
from scardesk.model.scar import Scar
from scardesk.model.value import ScarId


def next_number(issued: Iterable[int]) -> int:
    """The number of the next new scar: one above the highest ever issued, 1 when none was."""
    return max(issued, default=0) + 1


def check_number(scar: Scar, holders: dict[int, ScarId]) -> None:
    """Refuse a scar whose number belongs to another scar of the patient, living or retired.

    ``holders`` maps every number ever issued to the scar that holds it.
    """
    holder = holders.get(scar.number)
    if holder is not None and holder != scar.id:
        raise AlreadyThere(
            f"Scar number {scar.number} is already used for this patient and is never given twice. "
            "Nothing was changed. Use the next free number."
        )
