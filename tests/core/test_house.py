"""The rules of ARCHITECTURE.md that a machine can keep: arrows, the map, budgets, what no file contains."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "scardesk"
SOURCES = sorted(path for room in ("scardesk", "installer", "tests") for path in (ROOT / room).rglob("*.py"))

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_BODY = 39
MOST_LINES_OF_NEARLY_EVERY_BODY = 15  # the 95th percentile

# Where anything at all may be caught: the two hooks that show it, and the worker that meets hostile files.
MAY_CATCH_ALL = {
    "scardesk/cli/__init__.py",
    "scardesk/gui/app.py",
    "scardesk/imaging/worker.py",
}
NAMES_THAT_SAY_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}

REASONED_NOQA = re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)*( -|  ?) ?\w.{5,}")
REASONED_IGNORE = re.compile(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \w.{5,}")
MAP_LINE = re.compile(r"^ {4}([a-z0-9_/]+?)(?:\.py|/)?(?: {2,}\S.*)$", re.MULTILINE)


class Body(NamedTuple):
    """A function and how many lines its body spans, its docstring not counted."""

    place: str
    lines: int


# --- arrows -------------------------------------------------------------------------------------------------


def test_every_arrow_points_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    verdict = lint_imports(no_cache=True)
    assert verdict == 0, capsys.readouterr().out


# --- the map ------------------------------------------------------------------------------------------------


def test_every_module_stands_in_the_map() -> None:
    assert sorted(modules() - mapped()) == []


def test_everything_in_the_map_exists() -> None:
    assert sorted(mapped() - modules()) == []


def modules() -> set[str]:
    """Return all modules and packages of scardesk as the map writes them: `imaging`, `imaging/align`."""
    paths = (path.relative_to(PROGRAM) for path in PROGRAM.rglob("*.py"))
    named = {
        (path.parent if path.name == "__init__.py" else path.with_suffix("")).as_posix() for path in paths
    }
    return named - {"."}


def mapped() -> set[str]:
    """Return the names in the docstring of scardesk, one on each line that is indented by four."""
    docstring = ast.get_docstring(tree_of(PROGRAM / "__init__.py"), clean=False) or ""
    return set(MAP_LINE.findall(docstring))


# --- budgets ------------------------------------------------------------------------------------------------


def test_no_file_is_long() -> None:
    lengths = {place_of(path): len(text_of(path).splitlines()) for path in SOURCES}
    assert {place: n for place, n in lengths.items() if n > MOST_LINES_OF_A_FILE} == {}


def test_no_function_is_long() -> None:
    assert [body for path in SOURCES for body in bodies(path) if body.lines > MOST_LINES_OF_A_BODY] == []


def test_nearly_every_function_is_read_in_one_breath() -> None:
    lines = [body.lines for path in SOURCES if path.is_relative_to(PROGRAM) for body in bodies(path)]
    percentiles = statistics.quantiles(lines, n=100, method="inclusive")
    assert percentiles[94] <= MOST_LINES_OF_NEARLY_EVERY_BODY


def bodies(path: Path) -> Iterator[Body]:
    """Measure every function and method of a file, nested ones too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            statements = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0
            yield Body(f"{place_of(path, node)} {node.name}", lines)


# --- what no file does --------------------------------------------------------------------------------------


def test_nobody_sleeps_or_turns_the_event_loop_by_hand() -> None:
    offenders = [
        place_of(path, node)
        for path, node in nodes(ast.Attribute, ast.ImportFrom)
        if reaches(node) & {"time.sleep", "processEvents"}
    ]
    assert offenders == []


def test_only_the_hooks_and_the_decode_worker_catch_everything() -> None:
    offenders = [
        place_of(path, node)
        for path, node in nodes(ast.ExceptHandler)
        if is_broad(node) and place_of(path) not in MAY_CATCH_ALL
    ]
    assert offenders == []


def test_every_suppression_names_its_rule_and_its_reason() -> None:
    offenders = [
        f"{place_of(path)}:{line} {comment}"
        for path in SOURCES
        for line, comment in comments(path)
        if is_suppression(comment) and not is_reasoned(comment)
    ]
    assert offenders == []


def test_our_own_code_is_never_mocked() -> None:
    offenders = [
        place_of(path, node)
        for path, node in nodes(ast.Import, ast.ImportFrom)
        if any(name.split(".")[-1] in {"mock", "pytest_mock"} for name in imported(node))
    ]
    assert offenders == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    offenders = [
        place_of(path) for path in SOURCES if NAMES_THAT_SAY_NOTHING & set(path.with_suffix("").parts)
    ]
    assert offenders == []


def reaches(node: ast.AST) -> set[str]:
    """Return what an attribute access or an import reaches for: `a.b.c` gives a.b.c and c."""
    if isinstance(node, ast.Attribute):
        return {ast.unparse(node), node.attr}
    return set(imported(node))


def is_broad(handler: ast.AST) -> bool:
    """Tell whether an `except` catches every bug along with the error it expects."""
    caught = getattr(handler, "type", None)
    named = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(each is None or ast.unparse(each) in {"Exception", "BaseException"} for each in named)


def imported(node: ast.AST) -> list[str]:
    """Return the dotted names that an import statement reaches for."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def is_suppression(comment: str) -> bool:
    """Tell whether a comment silences a checker."""
    return re.search(r"\bnoqa\b|type: *ignore|mypy:|ruff:|fmt: *(off|skip)", comment) is not None


def is_reasoned(comment: str) -> bool:
    """Tell whether a suppression is `# noqa: RULE - reason` or `# type: ignore[rule]  # reason`."""
    return bool(REASONED_NOQA.search(comment) or REASONED_IGNORE.search(comment))


# --- what no file names -------------------------------------------------------------------------------------


def test_no_file_names_the_machine_it_was_written_on() -> None:
    folders = tuple(f"/{name}/" for name in ("work", "root"))
    texts = [*SOURCES, *ROOT.glob("*.md"), *build_files()]
    assert [place_of(path) for path in texts if any(folder in text_of(path) for folder in folders)] == []


def test_no_build_file_names_a_registry() -> None:
    assert [place_of(path) for path in build_files() if "://" in text_of(path)] == []


def test_the_lock_for_development_holds_all_of_the_lock_for_use() -> None:
    # The installer relies on it: after `test`, `demo` has nothing left to install.
    runtime, dev = (
        pins(ROOT / "installer" / name) for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert sorted(runtime - dev) == []


def build_files() -> list[Path]:
    """Return the files that say where things come from."""
    return [*ROOT.glob("*.toml"), *ROOT.glob("installer/*.lock"), *ROOT.glob(".ci/*")]


def pins(lock: Path) -> set[str]:
    """Return the `name==version` of a lock file, with the markers."""
    return {line.rstrip(" \\") for line in text_of(lock).splitlines() if "==" in line}


# --- reading files ------------------------------------------------------------------------------------------


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    """Walk through all sources and return the nodes of these kinds with their files."""
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, kinds):
                yield path, node


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Return line number and text of every comment."""
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a source file."""
    return ast.parse(text_of(path), filename=str(path))


@cache
def text_of(path: Path) -> str:
    """Read a text file."""
    return path.read_text(encoding="utf-8")


def place_of(path: Path, node: ast.AST | None = None) -> str:
    """Name a file, and a line if a node is given, as a person would look for it."""
    place = path.relative_to(ROOT).as_posix()
    return f"{place}:{getattr(node, 'lineno', 1)}" if node else place
