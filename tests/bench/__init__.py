"""Figures, never pass or fail by the clock: ``python3 -m installer bench``."""
