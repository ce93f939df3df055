"""WHAT can be walked through: walkthroughs read from data."""
