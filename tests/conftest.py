"""What every test may rely on: a home of its own, no window on the screen, tools that are there or named.

Rule: a warning from Python or Qt fails the test it comes from. pytest's `filterwarnings` and pytest-qt's
`qt_log_level_fail` see to that (pyproject.toml); nothing here loosens them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

HOMES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",  # Qt warns when it is absent, as on a bare CI machine
    "XDG_STATE_HOME",
)


def pytest_configure() -> None:
    """Choose Qt's platform before Qt is loaded, and let no test fail because the machine is busy."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings.register_profile("scardesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("scardesk")


@pytest.fixture(scope="session", autouse=True)
def home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests, and the programs that they start, away from the settings and libraries of this user."""
    with pytest.MonkeyPatch.context() as environment:
        for name in HOMES:
            environment.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        environment.delenv("SCARDESK_PASSPHRASE", raising=False)
        yield


@pytest.fixture
def needs_tool() -> Callable[[str], str]:
    """Return a function that turns the name of a program, such as `pdftotext`, into its path.

    Where the program is missing, the test is skipped and says so; in CI (environment CI=true) it fails.
    """
    return system_tool


def system_tool(name: str) -> str:
    """Return the path of a program of the operating system, or end the test as `needs_tool` says."""
    if path := shutil.which(name):
        return path
    sentence = f"{name} is not installed; as root, `python3 -m installer test` installs it on Debian."
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(sentence)
    pytest.skip(sentence)
