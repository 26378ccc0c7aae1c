"""Getting from a checkout to a running program, with nothing but Python, pip and venv.

    python3 -m installer demo       the sample library and its report, in a window or without one
    python3 -m installer test       the tests; further words go to pytest
    python3 -m installer bench      figures of this machine
    python3 -m installer check      form, types and arrows; `--fix` puts the form right
    python3 -m installer lock       new lock files from pyproject.toml; `--upgrade` takes newer versions

Rooms:

    __main__        which word does what
    environment     the virtual environment .venv and what is installed in it
    debian          the system libraries and tools that pip cannot install
    checks          formatter, linter, types, import contracts: one list, one verdict
    locks           the hash-pinned lists of everything that pip may install

Rule of this package: standard library only, because it runs before anything is installed.
"""
