"""Public services of a municipality (LPDC, IPDC, CPSV-AP) → information cards. Only for `kiosk import`: the kiosk
itself reads what this writes, with `kiosk.catalogue.cards`.

fetch.py     one page from the network: politely, and never twice the same
feed.py      a feed or a file → its pages, in order
reading.py   a page → services: which of the two readers it needs
compact.py   the compact JSON of IPDC, whose keys are Dutch
graph.py     Turtle and every other JSON-LD, with rdflib
service.py   what both give: one service with all its words in all languages
versions.py  of each service the newest snapshot; what is withdrawn
wording.py   the one language and form (u, je) in which a text is shown
markup.py    HTML → blocks of plain structure
sentences.py a paragraph → what is read aloud at once
card.py      a service → its card, and what became of every text
report.py    that, for the municipality's editors
store.py     a whole set of cards on the disk, or none
"""
