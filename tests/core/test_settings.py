"""The settings of a workstation: sparse, forgiving, and silent about patients."""

from pathlib import Path

import pytest

from scardesk.errors import CannotWrite
from scardesk.settings import Settings, load, save


def test_only_what_differs_from_the_defaults_is_written(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.toml"
    save(Settings(theme="dark"), file)
    assert file.read_text("utf-8") == 'theme = "dark"\n'
    assert load(file) == Settings(theme="dark")


@pytest.mark.parametrize("text", ["", "theme = ", 'theme = "pink"', "\xff\xfe", "who = 3"])
def test_a_damaged_file_never_keeps_a_clinician_from_the_record(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(text.encode("latin-1"))
    assert load(file) == Settings()


def test_recent_libraries_are_in_order_and_few(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(12):
        settings = settings.having_opened(tmp_path / str(number))
    settings = settings.having_opened(tmp_path / "5")
    assert settings.recent_libraries[0] == settings.last_library == str(tmp_path / "5")
    assert len(settings.recent_libraries) == len(set(settings.recent_libraries)) == 8
    assert str(tmp_path / "5") not in settings.forgetting(tmp_path / "5").recent_libraries
    assert settings.forgetting(tmp_path / "5").last_library == settings.recent_libraries[1]
    assert Settings().having_opened(tmp_path).forgetting(tmp_path) == Settings()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="safe"):
        save(Settings(theme="dark"), tmp_path / "file" / "settings.toml")
