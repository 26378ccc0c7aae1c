"""A program that imports until the disk refuses: ``python -m tests.faults.fill_disk FOLDER SEED MOST_BYTES``.

It prints the name of each photo that was confirmed, then ``refused ClassName: sentence`` for each refusal.
MOST_BYTES: the largest file that the system lets it write, or 0.
"""

from __future__ import annotations

import random
import resource
import sys
from pathlib import Path

from scardesk.errors import CannotWrite
from scardesk.library import Edit, Library
from scardesk.model.patient import Patient, Visit
from tests.faults.clinic import WHO, a_photo

PATIENCE = 4


def main(folder: Path, seed: str, most_bytes: int) -> None:
    """Import; after a refusal try smaller photos, as a person would."""
    chance = random.Random(seed)
    with Library.open(folder, who=WHO) as library:
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
        visit = library.children(Visit, library.children(Patient, "")[0].id)[0]
        refusals = 0
        while refusals < PATIENCE:
            size = chance.randrange(1, 600_000 >> 3 * refusals)
            try:
                photo = a_photo(library, visit, chance.randbytes(size), f"{chance.random()}.jpg")
                library.commit("Import", [Edit.added(photo)], scope=visit.patient_id)
            except CannotWrite as error:
                refusals += 1
                tell(f"refused {type(error).__name__}: {error}")
            else:
                tell(photo.id)
                library.original(photo)
        tell(f"left {len(list((folder / 'tmp').iterdir()))}")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def tell(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
