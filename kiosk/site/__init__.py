"""`kiosk site`: all walkthroughs as a static web site, with sound, in every language of the kiosk.

order.py     the steps of a walkthrough in the order of a page, which is read from top to bottom
pages.py     the catalogue and its texts → pages
marks.py     words and pictures → HTML
sounds.py    a sound file for each sentence that is read aloud
folder.py    writing only what has changed, and removing only what was made here
build.py     the whole, with progress
preview.py   the site on this machine, for authors
command.py   what was asked
"""
