"""The photo on screen: zooming, marks, and two photos laid over each other.

Hides: all painting and pointer work.  Rule: a canvas shows what it was last given and reports what
the hand meant; it asks nobody and stores nothing.
"""

from scardesk.gui.canvas.colours import CanvasColours
from scardesk.gui.canvas.compare import CompareCanvas, CompareMode
from scardesk.gui.canvas.painter import form_icon, paint_sketch
from scardesk.gui.canvas.pyramid import Pyramid, build_pyramid
from scardesk.gui.canvas.transform import ViewTransform
from scardesk.gui.canvas.view import PhotoCanvas
from scardesk.gui.tools import MarkView

__all__ = [
    "CanvasColours",
    "CompareCanvas",
    "CompareMode",
    "MarkView",
    "PhotoCanvas",
    "Pyramid",
    "ViewTransform",
    "build_pyramid",
    "form_icon",
    "paint_sketch",
]
