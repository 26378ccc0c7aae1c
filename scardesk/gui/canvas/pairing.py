"""How the later photo of a pair lies on the earlier one.

Hides: matrices.  Rule: everything is said in the earlier photo's frame; without a matrix the two
frames are laid over each other by their middles and widths.
"""

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from scardesk.gui.canvas.pyramid import Pyramid
from scardesk.gui.canvas.transform import ViewTransform, corner_of
from scardesk.gui.tools import MarkView
from scardesk.model.geometry import Ellipse, Matrix, Outline, Place, Point, Size, Spot
from scardesk.model.value import changed

_FAR_PX = 9e5


@dataclass(frozen=True)
class Pairing:
    """``onto``: pixels of ``after`` to pixels of ``before``, in the coordinates of geometry."""

    before: Size
    after: Size
    onto: QTransform
    back: QTransform

    @classmethod
    def of(cls, before: Size, after: Size, *, matrix: Matrix | None = None) -> "Pairing":
        """A pair of photos; a matrix that cannot be inverted counts as none."""
        onto = _transform_of(matrix) if matrix is not None else _by_middles(before, after)
        back, is_invertible = onto.inverted()
        if not is_invertible:
            onto = _by_middles(before, after)
            back, _ = onto.inverted()
        return cls(before, after, onto, back)

    def to_before(self, point: Point) -> Point:
        """A place on the later photo as one on the earlier."""
        return _mapped(self.onto, point)

    def to_after(self, point: Point) -> Point:
        """A place on the earlier photo as one on the later."""
        return _mapped(self.back, point)

    def scale_at(self, point: Point) -> float:
        """How many pixels of ``before`` one of ``after`` covers around a place on ``after``."""
        here = self.to_before(point)
        right, down = self.to_before(point.moved(1, 0)), self.to_before(point.moved(0, 1))
        area = (right.x - here.x) * (down.y - here.y) - (right.y - here.y) * (down.x - here.x)
        return min(max(math.sqrt(abs(area)), 0.01), 100.0)

    def beside(self, view: ViewTransform) -> ViewTransform:
        """The view of the later photo, upright, that shows the same skin at the same size."""
        centre = self.to_after(view.centre)
        zoom = view.zoom * self.scale_at(centre)
        return replace(view, size=self.after, zoom=zoom, centre=centre)

    def laid(self, mark: MarkView) -> MarkView:
        """A mark of the later photo where it lies on the earlier."""
        return changed(mark, place=self._laid_place(mark.place))

    def to_screen(self, view: ViewTransform, *, width: int, height: int) -> QTransform:
        """From a ``width`` x ``height`` frame of ``after`` to the screen that ``view`` shows."""
        corner = corner_of(self.after)
        frame = QTransform(self.after.width / width, 0, 0, self.after.height / height, corner.x, corner.y)
        left, top = view.to_screen(Point(0.0, 0.0))
        return frame * self.onto * QTransform(view.zoom, 0, 0, view.zoom, left, top)

    def _laid_place(self, place: Place) -> Place:
        if isinstance(place, Outline):
            return Outline(corners=tuple(self.to_before(corner) for corner in place.corners))
        centre = self.to_before(place.centre)
        if isinstance(place, Spot):
            return Spot(centre=centre)
        scale = self.scale_at(place.centre)
        right = self.to_before(place.centre.moved(1, 0))
        turn = math.degrees(math.atan2(right.y - centre.y, right.x - centre.x))
        return Ellipse(
            centre=centre,
            length_px=place.length_px * scale,
            breadth_px=place.breadth_px * scale,
            angle_deg=place.angle_deg + turn,
        )


def laid_frame(photo: Pyramid, view: ViewTransform, *, pairing: Pairing, dpr: float) -> QImage:
    """What ``view`` shows of the later photo, laid on the earlier; clear where it does not reach."""
    frame = QImage(
        round(view.width * dpr), round(view.height * dpr), QImage.Format.Format_ARGB32_Premultiplied
    )
    frame.setDevicePixelRatio(dpr)
    frame.fill(Qt.GlobalColor.transparent)
    scale = view.zoom * dpr * pairing.scale_at(pairing.to_after(view.centre))
    level = photo.level_for(scale * pairing.after.width / photo.levels[0].width())
    painter = QPainter(frame)
    painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
    painter.setTransform(pairing.to_screen(view, width=level.width(), height=level.height()))
    painter.drawImage(0, 0, level)
    painter.end()
    return frame


def _transform_of(matrix: Matrix) -> QTransform:
    a, b, c, d, e, f, g, h, i = matrix
    return QTransform(a, d, g, b, e, h, c, f, i)  # Qt multiplies rows from the left


def _by_middles(before: Size, after: Size) -> QTransform:
    scale = min(before.width / after.width, before.height / after.height)
    dx = before.centre.x - after.centre.x * scale
    dy = before.centre.y - after.centre.y * scale
    return QTransform(scale, 0, 0, scale, dx, dy)


def _mapped(transform: QTransform, point: Point) -> Point:
    there = transform.map(QPointF(point.x, point.y))
    x, y = (n if math.isfinite(n) else 0.0 for n in (there.x(), there.y()))
    return Point(min(max(x, -_FAR_PX), _FAR_PX), min(max(y, -_FAR_PX), _FAR_PX))


NO_PAIRING = Pairing.of(Size(1, 1), Size(1, 1))
