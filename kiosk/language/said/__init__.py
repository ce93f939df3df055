"""Words on the screen → words as people in Belgium say them, for a voice.

pieces.py   a unit → pieces for the voices of one or more languages (`Said`)
rules.py    which part of a sentence is a date, an amount, a telephone number …: the first rule that fits wins
numbers.py, dates.py, telephone.py, addresses.py, signs.py   what each of those is said as
names.py    the small words these need, in each language: the months, "punt", "schuine streep"
lexicon.py  the names and abbreviations that no voice says right by itself; assets/speech/lexicon/<language>.toml
piece.py    what comes out

A language that names.py does not know is given to its voice as it is written, with its lexicon.
"""

from kiosk.language.said.lexicon import Entry, Lexicon, read_lexicons
from kiosk.language.said.piece import Piece, Token
from kiosk.language.said.pieces import Said

__all__ = ["Entry", "Lexicon", "Piece", "Said", "Token", "read_lexicons"]
