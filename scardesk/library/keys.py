"""From a pass-phrase to the keys of a library.

Hides: Argon2id, HKDF, AES-GCM and the file ``keys.json``.  Rule: the library key is random and never
stored in clear unless the user left the library open; it lies wrapped under the pass-phrase and under
the printable recovery key.  Everything else is derived from it, each purpose with a key of its own.

Two copies of the file are kept, each with a checksum, and it is written only when a library is made
or a copy is repaired: losing it loses everything.  What it asks for is not believed: a cost below the
floor (a downgrade) or above the ceiling (a memory bomb) is refused.
"""

import hashlib
import secrets
import time
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scardesk import files
from scardesk.errors import InvalidValue, LibraryDamaged, LibraryTooNew, NotALibrary, WrongPassphrase
from scardesk.library.passphrase import check_passphrase, normal
from scardesk.library.recovery import printed, typed
from scardesk.model.value import require

FILE_NAMES = ("keys.json", "keys.copy.json")
_MIB = 1024
_FLOOR_KIB, _CEILING_KIB = 64 * _MIB, 2048 * _MIB  # RFC 9106 and docs/sources.md, 8.2
_FLOOR_PASSES, _CEILING_PASSES = 3, 32
_USUAL_KIB = 256 * _MIB
_TARGET_S = 1.0
_VERSION = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What one guess at the pass-phrase costs (Argon2id, RFC 9106); never below the floor."""

    memory_kib: int = _USUAL_KIB
    passes: int = _FLOOR_PASSES
    lanes: int = 4

    def __post_init__(self) -> None:
        require(
            _FLOOR_KIB <= self.memory_kib <= _CEILING_KIB
            and _FLOOR_PASSES <= self.passes <= _CEILING_PASSES
            and 1 <= self.lanes <= 16,
            f"Checking the pass-phrase would take {self.memory_kib / _MIB:.3g} MiB and {self.passes} passes; "
            f"safe is {_FLOOR_KIB // _MIB} to {_CEILING_KIB // _MIB} MiB and "
            f"{_FLOOR_PASSES} to {_CEILING_PASSES} passes.",
        )


CHEAPEST = Cost(memory_kib=_FLOOR_KIB)


class Wrap(msgspec.Struct, frozen=True, kw_only=True):
    """The library key, sealed under one secret.  ``cost`` is absent for the random recovery key."""

    by: str
    salt: str
    nonce: str
    sealed: str
    cost: dict[str, int] | None = None


class KeyHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What ``keys.json`` says.  ``open_key`` is set only for a library left open."""

    version: int
    library: str
    created: str
    open_key: str | None = None
    wraps: tuple[Wrap, ...] = ()


class _Signed(msgspec.Struct, frozen=True):
    keys: KeyHeader
    sha256: str


class Keys(NamedTuple):
    """One key for each purpose."""

    catalogue: bytes
    vault: bytes
    names: bytes
    log: bytes


class Forged(NamedTuple):
    """The keys of a new library."""

    header: KeyHeader
    keys: Keys
    recovery: str  # printable; "" for a library left open


def forge(passphrase: str | None, *, library: str, created: str, cost: Cost | None = None) -> Forged:
    """Make the keys of a new library.  Raises WeakPassphrase."""
    key = secrets.token_bytes(_KEY_BYTES)
    if passphrase is None:
        header = KeyHeader(version=_VERSION, library=library, created=created, open_key=key.hex())
        return Forged(header, _derived(key), "")
    check_passphrase(passphrase)
    recovery = secrets.token_bytes(20)
    cost = cost or calibrated()
    wraps = (
        _wrap(key, "passphrase", normal(passphrase), library=library, cost=msgspec.structs.asdict(cost)),
        _wrap(key, "recovery", recovery, library=library, cost=None),
    )
    header = KeyHeader(version=_VERSION, library=library, created=created, wraps=wraps)
    return Forged(header, _derived(key), printed(recovery))


def unlock(header: KeyHeader, secret: str | None, *, is_recovery: bool = False) -> Keys:
    """The keys of a library.  Raises WrongPassphrase, LibraryDamaged for a hostile header."""
    if header.open_key is not None:
        return _derived(bytes.fromhex(header.open_key))
    if secret is None:
        raise WrongPassphrase(
            "This library is locked. Your data is safe. Enter its pass-phrase or recovery key."
        )
    by = "recovery" if is_recovery else "passphrase"
    given = typed(secret) if is_recovery else normal(secret)
    for wrap in header.wraps:
        if wrap.by == by:
            return _derived(_unwrap(wrap, given, header.library))
    raise LibraryDamaged(
        f"The library's key file knows no {by}. Nothing was changed. Restore it from a back-up."
    )


def calibrated() -> Cost:
    """A cost of about one second on this machine, at least the floor."""
    cost = Cost()
    took = _seconds(cost)
    if took > 2 * _TARGET_S:
        return CHEAPEST
    if took < _TARGET_S / 2:
        return Cost(memory_kib=_USUAL_KIB * 2)
    return cost


def read_header(folder: Path) -> KeyHeader:
    """The key header, from the copy when the first is damaged.  Raises NotALibrary, LibraryDamaged."""
    present = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
    for path in present:
        header = _read(path)
        if header is not None:
            return header
    if not present:
        raise NotALibrary(
            f"The folder {folder.name} holds no scardesk library. Choose another folder, or make one."
        )
    raise LibraryDamaged(
        "Both copies of the library's key file are damaged. Nothing was changed. "
        f"Restore {FILE_NAMES[0]} from a back-up."
    )


def write_header(folder: Path, header: KeyHeader) -> None:
    """Write both copies."""
    data = msgspec.json.format(msgspec.json.encode(_Signed(header, _checksum(header))))
    for name in FILE_NAMES:
        files.write_whole(folder / name, data, scratch=folder / "tmp")


def damaged_copies(folder: Path) -> list[str]:
    """The names of key files that are missing, damaged or different from the one in use."""
    header = read_header(folder)
    return [name for name in FILE_NAMES if _read(folder / name) != header]


def _derived(key: bytes) -> Keys:
    def derive(purpose: str) -> bytes:
        info = f"scardesk {purpose} 1".encode()
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info).derive(key)

    return Keys(derive("catalogue"), derive("vault"), derive("names"), derive("log"))


def _wrap(key: bytes, by: str, secret: bytes, *, library: str, cost: dict[str, int] | None) -> Wrap:
    bare = Wrap(
        by=by, salt=secrets.token_hex(16), nonce=secrets.token_hex(_NONCE_BYTES), sealed="", cost=cost
    )
    sealed = AESGCM(_stretched(bare, secret)).encrypt(bytes.fromhex(bare.nonce), key, _bound(bare, library))
    return msgspec.structs.replace(bare, sealed=sealed.hex())


def _unwrap(wrap: Wrap, secret: bytes, library: str) -> bytes:
    cipher = AESGCM(_stretched(wrap, secret))
    try:
        return cipher.decrypt(bytes.fromhex(wrap.nonce), bytes.fromhex(wrap.sealed), _bound(wrap, library))
    except InvalidTag as error:
        word = "recovery key" if wrap.by == "recovery" else "pass-phrase"
        raise WrongPassphrase(
            f"This {word} does not open the library. Your data is safe. Check the keyboard layout "
            "and Caps Lock, then try again."
        ) from error


def _bound(wrap: Wrap, library: str) -> bytes:
    """What a seal vouches for besides the key: nobody can lower the cost or swap the library."""
    return msgspec.json.encode([library, wrap.by, wrap.salt, wrap.cost])


def _stretched(wrap: Wrap, secret: bytes) -> bytes:
    salt = bytes.fromhex(wrap.salt)
    if wrap.by == "recovery":  # 160 random bits cannot be guessed at any cost
        return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=b"scardesk recovery 1").derive(
            secret
        )
    return _argon2(_believed(wrap), salt, secret)


def _believed(wrap: Wrap) -> Cost:
    try:
        return msgspec.convert(wrap.cost, Cost)
    except (msgspec.ValidationError, InvalidValue) as error:
        raise LibraryDamaged(
            f"The library's key file was tampered with. {error} Your pass-phrase was not used. "
            f"Nothing was changed. Restore {FILE_NAMES[0]} from a back-up."
        ) from error


def _argon2(cost: Cost, salt: bytes, secret: bytes) -> bytes:
    return Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret)


def _seconds(cost: Cost) -> float:
    start = time.perf_counter()
    _argon2(cost, bytes(16), b"how long does this take")
    return time.perf_counter() - start


def _read(path: Path) -> KeyHeader | None:
    """The header in a file, None when it is missing or damaged.  Raises LibraryTooNew."""
    try:
        data = path.read_bytes()
        version = msgspec.json.decode(data, type=_Version).keys.version
        if version > _VERSION:
            raise LibraryTooNew(
                "This library's keys were made by a newer scardesk. Your data is safe. "
                "Install the newer version."
            )
        signed = msgspec.json.decode(data, type=_Signed)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
    return signed.keys if signed.sha256 == _checksum(signed.keys) else None


class _VersionOnly(msgspec.Struct, frozen=True):
    version: int


class _Version(msgspec.Struct, frozen=True):
    keys: _VersionOnly


def _checksum(header: KeyHeader) -> str:
    return hashlib.sha256(msgspec.json.encode(header)).hexdigest()
