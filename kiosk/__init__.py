"""The digipunt kiosk: a citizen is walked through a public service in their own language, then handed over."""

__version__ = "0.1.0"
