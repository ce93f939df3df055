"""The picture book: every screen as the kiosk really draws it, and faults found in what is drawn."""
