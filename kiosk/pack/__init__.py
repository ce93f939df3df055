"""Signed content packs: built and signed by people, verified, kept, switched and taken back by the kiosk."""
