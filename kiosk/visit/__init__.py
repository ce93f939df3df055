"""WHO stands here and how far they are: nothing personal, everything derived."""
