"""How words become lines: shaping, direction, hyphens, wrapping, word boxes, glyph pictures. No window."""
