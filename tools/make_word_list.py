"""Remake the list of everyday Dutch words, by which `kiosk check` knows a hard one.

    python -m venv /tmp/words && /tmp/words/bin/pip install wordfreq
    /tmp/words/bin/python tools/make_word_list.py

The kiosk itself never needs wordfreq (57 MB): only this list of 150 kB, and only for `kiosk check`. The words come from
wordfreq's Dutch data (CC BY-SA 4.0, see assets/language/LICENCE-nl-words.txt), and so does the licence of the list.
"""

from __future__ import annotations

import re
from pathlib import Path

from wordfreq import get_frequency_dict, zipf_frequency

FILE = Path(__file__).resolve().parent.parent / "assets" / "language" / "nl-words.txt"
EVERYDAY = 3.5
"""Zipf: 3.2 times in a million words. "kaart" has 5.0, "volmacht" 3.4, "attest" 3.1, "afschrift" 2.8."""
WORD = re.compile(r"[a-zà-öø-ÿ]{2,}|u")


def main() -> None:
    words = {word for word in get_frequency_dict("nl", "large")
             if WORD.fullmatch(word) and zipf_frequency(word, "nl") >= EVERYDAY}
    FILE.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} words, {FILE.stat().st_size // 1000} kB: {FILE}")


if __name__ == "__main__":
    main()
