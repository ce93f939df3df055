"""The digipunt kiosk: a citizen is walked through a public service in their own language, and handed over with a code."""

__version__ = "0.1.0"
