"""One photo's bytes to upright sRGB pixels, with Pillow.

Hides: Pillow's modes, colour profiles and orientations.  Rule: the header is judged before a pixel
is read, the orientation is applied exactly once, and a photo that is not whole is refused.  Runs
in the decode worker only: Pillow raises almost anything on bad files, and the worker catches it.
"""

import io

from PIL import (
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

from scardesk.imaging.formats import is_multi_page, refusal
from scardesk.imaging.wire import MOST_PX, Fault

FORMATS = ("JPEG", "PNG", "TIFF")  # naming "MPO" here raises KeyError; its first frame comes with JPEG
# The sample's skin needs 0.6 bit per pixel or more, 13 px/byte; deflate packs at most 344 RGB px/byte.
DENSE_FROM_PX = 60_000_000
MOST_PX_PER_BYTE = 100

Image.MAX_IMAGE_PIXELS = None  # ours, above, is stricter than a warning and looser than the default
_PLUGINS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin)  # registered by import, without scanning others

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_EIGHT_BIT = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB"}
_SIXTEEN_BIT = {"I;16", "I;16L", "I;16B"}
_ORIENTATION = 0x0112
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


class Refused(Exception):
    """Carries the Fault that the program is told."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


def opened(data: bytes) -> Image.Image:
    """The photo with its header read and judged, no pixel decoded yet.  Raises Refused and more."""
    fault = refusal(data)
    if fault:
        raise Refused(fault)
    try:
        photo = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused(Fault(kind="damaged" if _looks_known(data) else "not_a_photo")) from error
    _judge_size(photo, len(data))
    if photo.mode not in _EIGHT_BIT | _SIXTEEN_BIT:
        raise Refused(Fault(kind="unsupported", detail="a file with 32-bit or measured pixels"))
    return photo


def orientation_of(photo: Image.Image) -> int:
    """The EXIF orientation, 1 to 8, of a photo whose pixels are not loaded yet; 1 when absent.

    Only EXIF counts: Pillow would also believe XMP, other viewers do not.
    """
    if isinstance(photo, TiffImagePlugin.TiffImageFile):
        found = photo.tag_v2.get(_ORIENTATION)
    else:
        found = exif_of(photo).get(_ORIENTATION)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def exif_of(photo: Image.Image) -> Image.Exif:
    """The EXIF block of the file itself; may raise anything when it is damaged."""
    if isinstance(photo, TiffImagePlugin.TiffImageFile):
        return photo.getexif()
    exif = Image.Exif()
    exif.load(photo.info.get("exif", b""))
    return exif


def verified(data: bytes) -> Image.Image:
    """The photo, decoded once as a proof that it is whole, cheaply reduced where possible."""
    if data.startswith(b"\x89PNG"):
        opened(data).verify()  # checks the sums of all chunks, which loading skips
    photo = opened(data)
    photo.draft(photo.mode, (1, 1))  # JPEG: all of the data is read, an eighth of the pixels is made
    photo.load()
    return photo


def upright(data: bytes, *, orientation: int, longest_px: int | None) -> Image.Image:
    """Upright 8-bit sRGB, in mode RGB, its longer edge at most ``longest_px``."""
    photo = opened(data)
    if longest_px is not None:
        photo.draft(None, _draft_size(photo.size, longest_px))
    is_turned_by_pillow = photo.format == "TIFF"
    profile = photo.info.get("icc_profile")
    photo.load()
    small = _reduced(photo, longest_px)
    rgb = _in_srgb(_eight_bit(small), profile)
    turn = None if is_turned_by_pillow else _TURNS.get(orientation)
    return rgb if turn is None else rgb.transpose(turn)


def profile_name(icc: bytes | None) -> str | None:
    """The description inside an ICC profile; None without one or when it cannot be read."""
    if not icc:
        return None
    try:
        return ImageCms.getProfileDescription(ImageCms.getOpenProfile(io.BytesIO(icc))).strip()[:100] or None
    except (ImageCms.PyCMSError, OSError):
        return None


def warnings_for(data: bytes, photo: Image.Image) -> tuple[str, ...]:
    """What a clinician should know about an accepted file."""
    icc = photo.info.get("icc_profile")
    name = profile_name(icc)
    if icc and name is None:
        return ("Its colour profile could not be read; sRGB was assumed.",)
    if is_multi_page(data):
        return ("It holds several pages; the first was taken.",)
    return ()


def _looks_known(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*"))


def _judge_size(photo: Image.Image, bytes_: int) -> None:
    width, height = photo.size
    if width <= 0 or height <= 0:
        raise Refused(Fault(kind="hollow"))
    pixels = width * height
    if pixels > MOST_PX:
        raise Refused(Fault(kind="too_large", width=width, height=height))
    if pixels > DENSE_FROM_PX and pixels > bytes_ * MOST_PX_PER_BYTE:
        raise Refused(Fault(kind="too_dense", width=width, height=height))


def _draft_size(size: tuple[int, int], longest_px: int) -> tuple[int, int]:
    """Half again as many pixels as asked, for a good last step; in proportion, or draft() does nothing."""
    scale = 1.5 * longest_px / max(size)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _reduced(photo: Image.Image, longest_px: int | None) -> Image.Image:
    if longest_px is None or max(photo.size) <= longest_px:
        return photo
    scale = longest_px / max(photo.size)
    size = (max(1, round(photo.width * scale)), max(1, round(photo.height * scale)))
    source = photo.convert("RGB") if photo.mode in {"P", "1"} else photo
    return source.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _eight_bit(photo: Image.Image) -> Image.Image:
    """One of L, RGB, CMYK; see-through parts are laid on white."""
    if photo.mode in _SIXTEEN_BIT:
        return photo.point(lambda value: value * (1 / 257)).convert("L")
    if photo.mode in {"LA", "PA", "RGBA"} or "transparency" in photo.info:
        layer = photo.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    if photo.mode in {"L", "RGB", "CMYK"}:
        return photo
    return photo.convert("L" if photo.mode == "1" else "RGB")


def _in_srgb(photo: Image.Image, icc: bytes | None) -> Image.Image:
    """Convert by the embedded profile; without a usable one the numbers are taken as sRGB."""
    name = profile_name(icc)
    if not icc or name is None or name.startswith("sRGB"):
        return _rgb(photo)
    try:
        return _converted(photo, icc)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return _rgb(photo)


def _converted(photo: Image.Image, icc: bytes) -> Image.Image:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    mode = _SPACES.get(profile.profile.xcolor_space.strip(), "")
    if not mode:
        return _rgb(photo)
    source = photo if photo.mode == mode else photo.convert(mode)
    made = ImageCms.profileToProfile(source, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return _rgb(photo) if made is None else made


def _rgb(photo: Image.Image) -> Image.Image:
    """The photo itself when it is RGB: Pillow's convert would copy 820 MB for nothing."""
    return photo if photo.mode == "RGB" else photo.convert("RGB")
