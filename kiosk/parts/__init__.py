"""What kiosk.app puts together, made from the settings: a part a file."""
