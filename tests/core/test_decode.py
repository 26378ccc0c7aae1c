"""Every supported file becomes upright sRGB pixels, and the process that does it is kept short."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from scardesk.assets import resource
from scardesk.errors import UnreadablePhoto
from scardesk.imaging import children
from scardesk.imaging.decode import decode, inspect
from scardesk.imaging.frame import Frame
from scardesk.model.geometry import Size

Pixels = NDArray[Any]
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits of the worker are Linux's")

# How upright pixels are stored for each EXIF orientation (EXIF 2.32, 4.6.4), written without Pillow.
STORED = {
    1: lambda up: up,
    2: np.fliplr,
    3: lambda up: np.rot90(up, 2),
    4: np.flipud,
    5: lambda up: np.transpose(up, (1, 0, 2)),
    6: lambda up: np.rot90(up, 1),
    7: lambda up: np.rot90(np.transpose(up, (1, 0, 2)), 2),
    8: lambda up: np.rot90(up, -1),
}


def scene(width: int = 96, height: int = 64) -> Pixels:
    """Smooth pixels without any symmetry, so that JPEG keeps them and every turn shows."""
    ys, xs = np.mgrid[0:height, 0:width]
    red, green, blue = 40 + 160 * xs / width, 30 + 180 * ys / height, 200 - 100 * xs * ys / width / height
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)


def encoded(pixels: Pixels, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, kind, **options)
    return out.getvalue()


def worst(frame: Frame, expected: Pixels) -> int:
    return int(np.abs(frame.array().astype(int) - expected.astype(int)).max())


# --- pixels -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_is_applied_exactly_once(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
    data = encoded(STORED[orientation](scene()), kind, exif=exif, **options)

    seen = inspect(data, name="turned")
    frame = decode(data, name="turned")

    assert seen.size == frame.size == Size(96, 64)
    assert seen.settings.orientation == orientation
    assert worst(frame, scene()) <= 6


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_impossible_orientation_turns_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert worst(decode(encoded(scene(), exif=exif), name="x.png"), scene()) == 0


def test_the_samples_have_the_sizes_of_the_truth() -> None:
    truth = json.loads(resource("samples", "truth.json").read_text(encoding="utf-8"))
    for photo in truth["photos"]:
        seen = inspect(resource("samples", photo["file"]).read_bytes(), name=photo["file"])
        assert seen.size == Size(photo["upright_width"], photo["upright_height"])
        assert seen.settings.orientation == photo["exif_orientation"]
        assert seen.settings.has_gps is photo["gps"]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("L", "TIFF"),
        ("CMYK", "TIFF"),
    ],
)
def test_every_way_of_storing_colour_becomes_rgb(mode: str, kind: str) -> None:
    out = io.BytesIO()
    Image.fromarray(scene()).convert(mode).save(out, kind)
    assert inspect(out.getvalue(), name="x").format == kind
    assert decode(out.getvalue(), name="x").size == Size(96, 64)


def test_sixteen_bits_are_scaled_not_cut() -> None:
    deep = np.linspace(0, 65535, 96 * 64).reshape(64, 96).astype(np.uint16)
    for kind in ("PNG", "TIFF"):
        frame = decode(encoded(deep, kind), name="deep")
        assert worst(frame, np.repeat((deep / 257).astype(np.uint8)[:, :, None], 3, axis=2)) <= 1


def test_what_is_see_through_lies_on_white() -> None:
    clear = np.zeros((4, 4, 4), np.uint8)
    assert decode(encoded(clear), name="clear.png").array().min() == 255


def test_a_progressive_jpeg_is_like_any_other() -> None:
    assert worst(decode(encoded(scene(), "JPEG", quality=95, progressive=True), name="p.jpg"), scene()) <= 12


def test_the_first_photo_of_an_mpo_is_taken() -> None:
    out = io.BytesIO()
    first, second = Image.fromarray(scene()), Image.new("RGB", (96, 64))
    first.save(out, "MPO", save_all=True, append_images=[second], quality=95)
    assert inspect(out.getvalue(), name="stereo.mpo").format == "JPEG"
    assert worst(decode(out.getvalue(), name="stereo.mpo"), scene()) <= 12


def test_a_tiff_of_several_pages_says_that_the_first_was_taken() -> None:
    out = io.BytesIO()
    Image.fromarray(scene()).save(out, "TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    seen = inspect(out.getvalue(), name="pages.tif")
    assert seen.size == Size(96, 64)
    assert seen.warnings == ("It holds several pages; the first was taken.",)


def test_a_frame_is_reduced_on_request_and_never_enlarged() -> None:
    data = encoded(scene(960, 640), "JPEG", quality=95)
    assert decode(data, name="x.jpg", longest_px=240).size == Size(240, 160)
    assert decode(data, name="x.jpg", longest_px=5000).size == Size(960, 640)
    small = decode(data, name="x.jpg", longest_px=240)
    assert np.abs(small.array().astype(int) - scene(240, 160).astype(int)).mean() < 3


# --- colour -------------------------------------------------------------------------------------------------


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    """In this profile the first channel is green, the second blue, the third red."""
    red = np.zeros((16, 16, 3), np.uint8)
    red[..., 0] = 255
    for kind in ("PNG", "TIFF", "JPEG"):
        data = encoded(red, kind, icc_profile=rotated_profile())
        middle = decode(data, name="wide").array()[8, 8]
        assert middle[1] > 240
        assert max(middle[0], middle[2]) < 40
        assert inspect(data, name="wide").settings.profile == "rotated"


def test_the_srgb_profile_changes_no_pixel() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert worst(decode(encoded(scene(), icc_profile=srgb), name="x.png"), scene()) <= 1


def test_a_broken_profile_is_told_and_ignored() -> None:
    data = encoded(scene(), icc_profile=b"no profile at all" * 20)
    assert inspect(data, name="x.png").warnings == (
        "Its colour profile could not be read; sRGB was assumed.",
    )
    assert worst(decode(data, name="x.png"), scene()) == 0


def rotated_profile() -> bytes:
    """A minimal ICC v2 display profile (ICC.1:2001-04) whose primaries are those of sRGB, rotated."""
    white, red, green, blue = (
        (0.9642, 1.0, 0.8249),
        (0.4361, 0.2225, 0.0139),
        (0.3851, 0.7169, 0.0971),
        (0.1431, 0.0606, 0.7141),
    )

    def xyz(values: tuple[float, ...]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(2.2 * 256))
    name = b"desc\0\0\0\0" + struct.pack(">I", 8) + b"rotated\0" + bytes(79)
    tags = {b"desc": name, b"wtpt": xyz(white), b"rXYZ": xyz(green), b"gXYZ": xyz(blue), b"bXYZ": xyz(red)}
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve, b"cprt": b"text\0\0\0\0CC0\0"}
    place, table, bodies = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, body in tags.items():
        padded = body + bytes(-len(body) % 4)
        table += tag + struct.pack(">II", place + len(bodies), len(body))
        bodies += padded
    total = place + len(bodies)
    head = struct.pack(
        ">I4sI4s4s4s12x4s28x", total, b"\0\0\0\0", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    return head + xyz(white)[8:] + bytes(128 - len(head) - 12) + table + bodies


# --- the worker ---------------------------------------------------------------------------------------------


def test_many_threads_get_their_own_photo_back() -> None:
    photos = [encoded(np.full((40, 30 + n, 3), n * 7, np.uint8)) for n in range(24)]
    with ThreadPoolExecutor(8) as threads:
        frames = list(threads.map(lambda data: decode(data, name="x.png"), photos))
    assert [(frame.width, int(frame.array()[0, 0, 0])) for frame in frames] == [
        (30 + n, n * 7) for n in range(24)
    ]


def a_worker() -> int:
    """The process id of an idle worker."""
    decode(encoded(scene()), name="x.png")
    return children.CHILDREN._idle[-1]._process.pid


@needs_linux
def test_a_worker_may_use_2_gb_write_no_file_and_leave_no_core() -> None:
    limits = Path(f"/proc/{a_worker()}/limits").read_text(encoding="ascii")
    soft = {line[:25].strip(): line[25:].split()[0] for line in limits.splitlines()[1:]}
    assert soft["Max address space"] == str(2 * 2**30)
    assert soft["Max file size"] == soft["Max core file size"] == "0"


@needs_linux
def test_a_worker_knows_neither_the_window_nor_the_vision_library() -> None:
    inspect(resource("samples", "DSC_0101.JPG").read_bytes(), name="DSC_0101.JPG")
    loaded = Path(f"/proc/{a_worker()}/maps").read_text(encoding="utf-8")
    assert "PIL" in loaded
    assert not any(name in loaded for name in ("cv2", "PySide6", "numpy"))


def test_importing_the_decoder_loads_no_heavy_library() -> None:
    script = (
        "import sys, scardesk.imaging.decode, scardesk.imaging.align, scardesk.imaging.fairness\n"
        "print(*sorted({'cv2', 'numpy', 'PIL', 'exifread', 'PySide6'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_worker_that_died_is_replaced_without_a_word() -> None:
    pid = a_worker()
    os.kill(pid, signal.SIGKILL)
    assert decode(encoded(scene()), name="x.png").size == Size(96, 64)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_worker_that_hangs_is_ended_and_the_next_photo_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pid = a_worker()
    monkeypatch.setattr(children, "LIMIT_S", 0.3)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(
        UnreadablePhoto, match=r"^slow\.png took longer than 10 seconds to open and was not opened"
    ):
        decode(encoded(scene()), name="slow.png")
    monkeypatch.undo()
    assert a_worker() != pid


@needs_linux
def test_workers_end_with_a_program_that_was_killed() -> None:
    script = (
        "import os, sys\n"
        "from scardesk.imaging import children, decode\n"
        "decode.decode(sys.stdin.buffer.read(), name='x.png')\n"
        "print(children.CHILDREN._idle[-1]._process.pid, flush=True)\n"
        "os._exit(1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=encoded(scene()), capture_output=True, check=False
    )
    assert is_gone(int(done.stdout), within_s=5)


def is_gone(pid: int, *, within_s: float) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], within_s)[0])
    finally:
        os.close(handle)
