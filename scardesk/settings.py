"""The settings of this workstation, not of the record.

Hides: where they lie on disk and that they are TOML.  Rule: one frozen value; the file holds only
what differs from the defaults; nothing in it names a patient.
"""

import getpass
import tomllib
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs
import tomli_w

from scardesk.files import write_beside, writing

_MOST_RECENT = 8

Theme = Literal["system", "light", "dark"]
Paper = Literal["A4", "Letter"]


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person chose at this workstation."""

    who: str = ""
    clinic: str = ""
    theme: Theme = "system"
    paper: Paper = "A4"
    last_library: str = ""
    recent_libraries: tuple[str, ...] = ()
    window: str = ""  # Qt's saved geometry, base64

    @property
    def operator(self) -> str:
        """Whose name stands in the log: as set, else the account of the computer."""
        return self.who or _account()

    def having_opened(self, folder: Path) -> "Settings":
        """These settings with ``folder`` as the last and most recent library."""
        path = str(folder)
        others = tuple(p for p in self.recent_libraries if p != path)
        recent = (path, *others)[:_MOST_RECENT]
        return msgspec.structs.replace(self, last_library=path, recent_libraries=recent)

    def forgetting(self, folder: Path) -> "Settings":
        """These settings without any mention of ``folder``."""
        path = str(folder)
        recent = tuple(p for p in self.recent_libraries if p != path)
        last = next(iter(recent), "") if self.last_library == path else self.last_library
        return msgspec.structs.replace(self, last_library=last, recent_libraries=recent)


def settings_file() -> Path:
    """Where the settings of this account lie."""
    return Path(platformdirs.user_config_dir("scardesk", appauthor=False)) / "settings.toml"


def sample_folder() -> Path:
    """Where the window keeps the sample library: apart from every real one."""
    return Path(platformdirs.user_data_dir("scardesk", appauthor=False)) / "sample-library"


def load(file: Path) -> Settings:
    """The settings in ``file``; defaults where it is missing or cannot be understood.

    A damaged settings file must never keep a clinician from the record, so it is not an error.
    """
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), Settings)
    except (OSError, ValueError):  # ValueError: not UTF-8, not TOML, or not our fields
        return Settings()


def save(settings: Settings, file: Path) -> None:
    """Write the settings whole or not at all.  Raises CannotWrite."""
    text = tomli_w.dumps(msgspec.to_builtins(settings))
    with writing("your settings"):
        file.parent.mkdir(parents=True, exist_ok=True)
    write_beside(file, text.encode("utf-8"), what="the file of your settings")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # KeyError until Python 3.12: no such user in the account table
        return "unknown"
