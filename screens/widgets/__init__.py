"""One widget a file. They measure and draw themselves; they never make a sound and never decide where a tap leads."""
