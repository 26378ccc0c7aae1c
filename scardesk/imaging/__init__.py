"""Bytes to pixels, and what pixels tell.

Hides: Pillow, ExifRead and OpenCV.  Rule: pixels are upright 8-bit sRGB from here on; nothing in
this room stores, commits or shows anything.
"""
