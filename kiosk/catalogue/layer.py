"""A content folder that may replace: what it has stands in the place of what is called the same before it."""

from __future__ import annotations

from pathlib import PosixPath


class Layer(PosixPath):
    """The folder of a signed pack. A plain folder cannot replace anything: there a name that exists already is most
    often a slip, and an error."""
