"""Tests of everything below the window; none of them needs Qt."""
