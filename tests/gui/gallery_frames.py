"""How the gallery puts pieces beside and below each other."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


def column(*parts: QWidget, spacing: int = 8) -> QWidget:
    """The parts below each other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch()
    return holder


def row(*parts: QWidget, spacing: int = 8) -> QWidget:
    """The parts side by side."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch()
    return holder


def frame(role: str, *parts: QWidget, margin: int = 16, edge: str = "") -> QFrame:
    """The parts side by side on one ground."""
    holder = QFrame()
    holder.setProperty("role", role)
    holder.setProperty("edge", edge)
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(margin, 8, margin, 8)
    layout.setSpacing(16)
    for part in parts:
        layout.addWidget(part)
    return holder
