"""Writing walkthroughs without programming: beginning one, seeing it, drawing it, checking its facts.

starting.py    `kiosk new-walkthrough`: a folder with a sound file in which the places to fill in are marked
unfinished.py  those places, for `kiosk check`
schema.py      what an editor completes and checks while somebody types
outline.py     which line of a file belongs to which step
followed.py    `kiosk preview`: what was saved, which step that is, and what `kiosk check` says about it
graph.py       the drawn graph of a walkthrough
sheet.py       the fact-check sheet
"""
