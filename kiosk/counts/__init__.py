"""Counts for the municipality: what is asked for, where people get stuck, in which languages, how long they wait.

suppress.py   which numbers of a row of numbers may be shown, so that no small one can be found
figures.py    the counters → tables by month that may be published
names.py      numbers of the hand-off → Dutch names
plots.py      bars, as SVG
sheet.py      the same as a file for Excel
page.py       /cijfers

Why the rules are as they are: docs/design/counts.md.
"""
