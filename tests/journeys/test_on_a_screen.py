"""The program on a real X screen: started twice, seen, spoken to by keys, locked against others."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from scardesk.library import Library
from tests.journeys.road import sample, scardesk

_LONGEST_S = 60


class Screen(NamedTuple):
    """A virtual screen and the tools to use it."""

    display: str
    folder: Path
    xdotool: str
    screenshot: str

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start scardesk on this screen."""
        return subprocess.Popen([sys.executable, "-m", "scardesk", *map(str, words)], env=self.environment)

    def tool(self, *words: str) -> str:
        """What xdotool answers."""
        command = [self.xdotool, *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=_LONGEST_S, check=False
        )
        return done.stdout

    def window(self) -> str:
        """Wait for the window and return its number."""
        return self.tool("search", "--sync", "--onlyvisible", "--name", "^scardesk$").split()[-1]

    def quit(self) -> None:
        """Press Ctrl+Q in the window."""
        self.tool("windowfocus", "--sync", self.window())
        self.tool("key", "ctrl+q")

    def picture(self) -> Image.Image:
        """What is on the screen."""
        target = self.folder / "screen.png"
        subprocess.run([self.screenshot, "-window", "root", target], env=self.environment, check=True)
        return Image.open(target).convert("RGB")


@pytest.fixture
def screen(tmp_path: Path, needs_tool: Callable[[str], str]) -> Iterator[Screen]:
    xdotool, screenshot = needs_tool("xdotool"), needs_tool("import")
    read, write = os.pipe()
    server = subprocess.Popen(
        [needs_tool("Xvfb"), "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        display = f":{answer.readline().strip()}"
    yield Screen(display, tmp_path, xdotool, screenshot)
    server.terminate()
    server.wait(_LONGEST_S)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    made, _ = Library.create(tmp_path / "clinic", passphrase=None, who="Dr Test")
    made.close()
    scardesk("patient", "add", tmp_path / "clinic", "--name", "Doe, Jane", "--id", "1")
    return tmp_path / "clinic"


def test_a_second_start_hands_over_and_the_window_holds_the_library(screen: Screen, library: Path) -> None:
    first = screen.start("open", library)
    try:
        screen.window()
        refused = scardesk("patient", "add", library, "--name", "Late, Lea", "--id", "2")
        while refused.code == 0:  # the window shows before its library is open
            refused = scardesk("patient", "add", library, "--name", "Late, Lea", "--id", "2")
            if refused.code == 2 and "already" in refused.err:
                refused = refused._replace(code=0)
        assert refused.code == 2
        assert "in use" in refused.err or "writing" in refused.err
        assert scardesk("patient", "list", library).code == 0
        beside = scardesk("report", library, "--patient", "1", "--out", library.parent / "beside.pdf")
        assert beside.code == 0, beside.err

        second = screen.start("open", sample("DSC_0101.JPG"))
        assert second.wait(_LONGEST_S) == 0
        colours = screen.picture().getcolors(1280 * 800)
        assert colours is not None
        assert len(colours) > 50, "the screen is blank"

        screen.quit()
        assert first.wait(_LONGEST_S) == 0
    finally:
        first.kill()
    assert scardesk("library", "verify", library).code == 0
    assert scardesk("patient", "add", library, "--name", "Later, Leo", "--id", "3").code == 0


def test_after_a_kill_the_next_start_works(screen: Screen, library: Path) -> None:
    first = screen.start("open", library)
    screen.window()
    first.kill()
    first.wait(_LONGEST_S)
    second = screen.start("open", library)
    try:
        screen.quit()
        assert second.wait(_LONGEST_S) == 0
    finally:
        second.kill()
