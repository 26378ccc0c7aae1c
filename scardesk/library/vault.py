"""The photo originals: written once, never changed, unreadable without the key.

Hides: names, chunks and nonces.  Rule: a photo is named by HMAC-SHA-256 of its bytes, so equal
photos are kept once and a name tells nothing; it is in place only after it was written, settled,
read again and compared; and it is handed out only if every byte passes.

File: "SDV1", 32 random bytes, then chunks of 64 KiB, each AES-256-GCM.  The key of a file is derived
from the vault key, those random bytes and the file's name; a chunk's nonce is its number and a flag
for the last one (the STREAM construction, Hoang et al. 2015).  So a flipped bit, a chunk moved or
missing and a file under another's name all fail.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scardesk import files
from scardesk.errors import BadInput, CannotWrite, LibraryDamaged
from scardesk.library.catalogue import gone

CHUNK = 64 * 1024
_MAGIC = b"SDV1"
_SALT = 32
_TAG = 16
_NAME_LENGTH = 64
_HEXADECIMAL = frozenset("0123456789abcdef")


class Kept(NamedTuple):
    """How the vault knows a photo: its name there, and the hash and size of the original bytes."""

    blob: str
    sha256: str
    size_bytes: int


class BlobDamaged(LibraryDamaged):
    """A file of the vault is missing or fails its check; the door says whose photo it is."""

    def __init__(self, blob: str, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The stored photo {blob[:12]} is damaged: {reason}. Nothing was changed. "
            "Restore it from a back-up."
        )


class Vault(NamedTuple):
    """The door to the originals.  Frozen and free of handles: a job may carry it to its thread."""

    folder: Path
    key: bytes
    name_key: bytes

    @property
    def scratch(self) -> Path:
        """Where half-written files live, on the same volume."""
        return self.folder / "tmp"

    def path_of(self, blob: str) -> Path:
        """Where the file of that name lies, whether or not it is there."""
        return self.folder / "blobs" / blob[:2] / blob

    def holds(self, blob: str) -> bool:
        """Whether a file of that name is there; not whether it is sound."""
        return _is_name(blob) and self.path_of(blob).is_file()

    def keep(self, data: bytes) -> Kept:
        """Store the bytes of a photo; storing them twice is fine.  Raises DiskFull, CannotWrite."""
        if not data:
            raise BadInput("The photo is empty. Nothing was stored. Choose another file.")
        kept = Kept(self.name_for(data), hashlib.sha256(data).hexdigest(), len(data))
        with suppress(BlobDamaged):  # a damaged copy is replaced by the sound one at hand
            self.read(kept.blob)
            return kept
        if not (self.folder / "blobs").is_dir():
            raise gone(self.folder)
        with files.writing("a photo"):
            self._write(kept.blob, data)
        return kept

    def discard(self, blob: str) -> None:
        """Delete the file of that name, if any; the library says whether it may go.  Raises CannotWrite."""
        if self.holds(blob):
            with files.writing("the library"):
                self.path_of(blob).unlink(missing_ok=True)

    def name_for(self, data: bytes) -> str:
        """The name that the vault gives to these bytes, whether or not it holds them."""
        return hmac.new(self.name_key, data, hashlib.sha256).hexdigest()

    def read(self, blob: str) -> bytes:
        """The original bytes.  Raises BlobDamaged unless every one of them passes."""
        if not _is_name(blob):
            raise BlobDamaged(blob, "its name is not one that the vault gives")
        try:
            return self._open(blob, self.path_of(blob).read_bytes())
        except FileNotFoundError as error:
            raise BlobDamaged(blob, "it is missing") from error
        except OSError as error:
            raise BlobDamaged(blob, f"the disk cannot read it ({error.strerror})") from error

    def blobs(self) -> Iterator[str]:
        """The name of every file in the vault."""
        for path in sorted((self.folder / "blobs").glob("*/*")):
            yield path.name

    def _write(self, blob: str, data: bytes) -> None:
        place = self.path_of(blob)
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)  # not its parents: a library that is gone is not made again
            files.settle_folder(place.parent.parent)
        temp = files.fresh_name(self.scratch)
        try:
            with temp.open("xb") as file:
                file.writelines(self._seal(blob, data))
                files.settle(file)
                files.forget_cached(file)
            self._compare(blob, temp)
            temp.replace(place)
            files.settle_folder(place.parent)
        finally:
            temp.unlink(missing_ok=True)

    def _compare(self, blob: str, temp: Path) -> None:
        """Read back what was written; ``_open`` compares it with the name."""
        try:
            self._open(blob, temp.read_bytes())
        except BlobDamaged as error:
            raise CannotWrite(
                "The disk gave back other bytes than a photo that was just written to it. The photo was not "
                "stored; its original file is untouched. Do not trust this disk; use another one."
            ) from error

    def _seal(self, blob: str, data: bytes) -> Iterator[bytes]:
        salt = os.urandom(_SALT)
        cipher = self._cipher(blob, salt)
        yield _MAGIC + salt
        last = (len(data) - 1) // CHUNK
        for number in range(last + 1):
            chunk = data[number * CHUNK : (number + 1) * CHUNK]
            yield cipher.encrypt(_nonce(number, is_last=number == last), chunk, None)

    def _open(self, blob: str, sealed: bytes) -> bytes:
        head = len(_MAGIC) + _SALT
        if len(sealed) <= head + _TAG or not sealed.startswith(_MAGIC):
            raise BlobDamaged(blob, "it is cut short or not a file of the vault")
        cipher = self._cipher(blob, sealed[len(_MAGIC) : head])
        whole = CHUNK + _TAG
        last = (len(sealed) - head - 1) // whole
        chunks = []
        for number in range(last + 1):
            chunk = sealed[head + number * whole : head + (number + 1) * whole]
            nonce = _nonce(number, is_last=number == last)
            try:
                chunks.append(cipher.decrypt(nonce, chunk, None))
            except InvalidTag as error:
                raise BlobDamaged(blob, "some of its bytes were changed") from error
        data = b"".join(chunks)
        if not hmac.compare_digest(self.name_for(data), blob):
            raise BlobDamaged(blob, "its bytes are not those that its name stands for")
        return data

    def _cipher(self, blob: str, salt: bytes) -> AESGCM:
        derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"scardesk blob " + blob.encode())
        return AESGCM(derive.derive(self.key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _is_name(blob: str) -> bool:
    return len(blob) == _NAME_LENGTH and set(blob) <= _HEXADECIMAL
