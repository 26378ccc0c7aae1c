"""The pages of a report on the screen, one below the other.

Hides: fitting pages to the width.  Rule: a page is shown as the PDF draws it, in both themes white.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from scardesk.gui.look.current import theme
from scardesk.gui.look.states import Skeleton
from scardesk.report.preview import PreviewPage

WIDEST_PX = 960  # of a page on the screen: about 120 % of its size on paper
_SHADOW = ((8, 5), (5, 9), (3, 14), (1, 22))  # how far around the page, and how dark of 255


class Paper(QScrollArea):
    """Pages as wide as there is room, up to ``WIDEST_PX``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages of the report"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheets: list[_Sheet] = []
        self.clear()

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def show_pages(self, pages: Sequence[PreviewPage]) -> None:
        """Show these pages and stay about where the hand had scrolled to."""
        at = self.verticalScrollBar().value()
        total = len(pages)
        self._show([_Sheet(page, number, total) for number, page in enumerate(pages, start=1)])
        self.verticalScrollBar().setValue(at)

    def show_waiting(self) -> None:
        """A page is coming: its outline, and still grey bars on it."""
        self._show([_Blank()])

    def clear(self) -> None:
        """Nothing at all."""
        self._show([])

    def _show(self, sheets: "Sequence[_Sheet | _Blank]") -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[theme().space_6] * 4)
        column.setSpacing(theme().space_6)
        for sheet in sheets:
            column.addWidget(sheet, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._sheets = [sheet for sheet in sheets if isinstance(sheet, _Sheet)]
        self._shown = list(sheets)
        self._fit()
        self.setWidget(holder)
        self.verticalScrollBar().setSingleStep(theme().row_height)

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * theme().space_6
        for sheet in self._shown:
            sheet.fit(max(200, min(room, WIDEST_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Sheet(QWidget):
    """One page."""

    def __init__(self, page: PreviewPage, number: int, total: int) -> None:
        super().__init__()
        self._page = page
        self._fitted = QPixmap()  # made when it is first seen, once for a size
        self.setAccessibleName(self.tr("Page {number} of {total}").format(number=number, total=total))

    def fit(self, width: int) -> None:
        """Be ``width`` wide and as high as the paper."""
        self.setFixedSize(width, round(width * self._page.height / self._page.width))

    def _drawn(self, size: QSize, ratio: float) -> QPixmap:
        """The page at ``size`` logical pixels."""
        wanted = (QSizeF(size) * ratio).toSize()
        if self._fitted.size() != wanted:
            page = self._page
            borrowed = QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888)
            smooth, exactly = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
            self._fitted = QPixmap.fromImage(borrowed.scaled(wanted, exactly, smooth))
            self._fitted.setDevicePixelRatio(ratio)
        return self._fitted

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_paper(painter, QRectF(self.rect()))
        inside = _inside(QRectF(self.rect())).toRect()
        painter.drawPixmap(inside.topLeft(), self._drawn(inside.size(), self.devicePixelRatioF()))


class _Blank(QWidget):
    """A page that is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[3 * theme().space_6] * 4)
        column.addWidget(Skeleton(rows=6))
        column.addStretch(1)

    def fit(self, width: int) -> None:
        """Be as large as an A4 page of that width."""
        self.setFixedSize(width, round(width * 297 / 210))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(_inside(QRectF(self.rect())), QColor(theme().panel))


def _inside(area: QRectF) -> QRectF:
    reach = _SHADOW[0][0]
    return area.adjusted(reach, reach, -reach, -reach)


def _paint_paper(painter: QPainter, area: QRectF) -> None:
    """A soft shadow: the page lies on the desk and is no box in a box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    page = _inside(area)
    for reach, dark in _SHADOW:
        painter.setBrush(QColor(0, 0, 0, dark))
        painter.drawRoundedRect(page.adjusted(-reach, -reach + 2, reach, reach), reach, reach)
