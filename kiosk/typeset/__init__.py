"""How words become lines: fonts, direction, shaping, hyphenation, wrapping, word boxes, glyph pictures. Needs no window."""
