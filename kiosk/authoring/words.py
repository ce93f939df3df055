"""What each key of a content file means, in a sentence for who is typing it. "" is the block itself.

The long form, with examples, is docs/tasks/add-a-walkthrough.md.
"""

from __future__ import annotations

ID = "Small letters, digits and dashes: kies-sleutel."
ICON = "A name from assets/icons/icons.json."
TO = "Where this leads: the id of a step or an include, `after`, or `finished`."
_DATES = {
    "sources": "The public pages where each fact comes from.",
    "checked_on": "The day on which somebody compared this with its sources: 2026-11-23.",
    "review_by": "The day by which that must be done again.",
}

WALKTHROUGH = {
    "": "One service, from why it is done to what comes after.",
    "number": "In the hand-off code: never used again for another walkthrough.",
    "title": "At most four words: it stands on a tile.",
    "topic": "The tile under which it is found: an id from assets/topics.yaml.",
    "icon": "The picture on its tile.",
    "search": "The words that people type to find it, with commas; misspellings too.",
    "concept": "The IPDC concept of this service; leave the line out when there is none.",
    **_DATES,
    "about": "The first two screens: why and who, where and how to log in.",
    "needs": "The checklist before it begins; leave it out when nothing is needed.",
    "facts": "What differs by municipality: prices, delays, addresses. Never a guess.",
    "steps": "The steps, in the order in which most people meet them.",
    "after": "The last screen: what comes after; leave it out when there is nothing.",
    "pages": "The pages of the practice site, in Dutch, exactly as on the real site.",
}
MODULE = {
    "": "Steps that several walkthroughs share, such as logging in. It leaves through `exit.<name>`.",
    **_DATES,
    "steps": "Its steps, numbered 1 to 39.",
    "pages": WALKTHROUGH["pages"],
}
TOPIC = {"": "A tile of the topics screen.", "id": ID, "icon": "The picture on the tile.",
         "title": "At most four words."}
ABOUT = {
    "": "The first two screens. Each value is one sentence.",
    "title": "At most six words: Waarom doet u dit?",
    "why": "Why somebody does this, in one sentence.",
    "who": "For whom it is, in one sentence.",
    "where_title": "At most six words: Waar doet u dit?",
    "where": "Where it is done, in one sentence.",
    "login": "Which key is needed to log in, in one sentence.",
}
NEEDS = {"": "A checklist.", "title": "At most six words: Wat hebt u nodig?",
         "items": "Its lines; all checklists of a walkthrough have at most eight together."}
NEED = {
    "": "A line of a checklist.", "id": ID, "icon": "The picture before the line.", "label": "A few words.",
    "tip": "Shown and spoken as soon as the answer is no, in one sentence.", "no": f"The answer no. {TO}",
}
AFTER = {"": "The last screen.", "title": "At most six words: Wat gebeurt er daarna?", "text": "At most two sentences."}
FACT = {
    "": "Something that differs by municipality. Without a value the kiosk says whom to ask.",
    "kind": "price (euro) | delay (working days) | date | address | phone | website.",
    "source": "The page that says that this differs, or where it stands.",
    "value": "Only when it is the same everywhere, or in a municipality's own folder; with `checked_on`.",
    "checked_on": "The day on which somebody checked the value.",
    "review_by": "The day by which that must be done again; without it, that of the walkthrough.",
    "expires": "The last day on which the value is true; from the next the kiosk says whom to ask.",
}
STEP = {
    "id": ID,
    "number": "In the hand-off code: never used again within this walkthrough.",
    "kind": "tell | check | choose | practise | hand_over",
    "icon": "The picture beside the title.",
    "title": "At most six words.",
    "text": "At most two sentences, 15 words each (12 is better); one action.",
    "next": f"What comes next. {TO}",
    "items": "The lines of the checklist.",
    "choices": "The answers: two or more.",
    "page": "The practice page: an id under `pages`.",
    "target": "The element to touch on that page.",
    "troubles": "The usual reasons why somebody gets stuck here, and where each leads.",
    "staff": "What a helper does here; stays Dutch.",
    "expires": "The last day on which this step is true; from the next the kiosk sends to a desk instead.",
}
KINDS = {
    "tell": "Says something; one way on.",
    "check": "A checklist: yes or no a line.",
    "choose": "A question with a few answers.",
    "practise": "One touch on a practice page.",
    "hand_over": "From here a person must help.",
}
INCLUDE = {
    "": "The steps of a shared module, taken in here.", "id": ID, "include": "The module: a folder in assets/modules.",
    "number": "Added to the numbers of the module's steps.",
    "exits": "Where each of the module's ways out leads: `done: volgende-stap`.",
}
CHOICE = {"": "One answer.", "id": ID, "icon": "The picture on the answer.", "label": "A few words.", "to": TO}
TROUBLE = {
    "": "A usual reason for “Dit lukt niet”.", "id": ID,
    "number": "The reason in the hand-off code: 1 to 15, never used again within this step.",
    "icon": "The picture on the answer.", "label": "A few words, as somebody would say it: Ik zie de knop niet.",
    "to": TO,
}
SPOKEN = {"": "A sentence that is read aloud in other words.", "text": "As it is seen.", "spoken": "As it is heard."}
FACT_TEXT = {
    "": "A sentence about a local fact, in two whole forms.", "fact": "An id under `facts`.",
    "known": "With {value} once, where the value comes: Het attest kost {value}.",
    "unknown": "When nobody filled the value in: Vraag de prijs aan de balie.",
}
PAGE = {"": "A page of the practice site.", "address": "Shown in its address bar: mijn burgerprofiel.",
        "elements": "What stands on it, top to bottom; at most six."}
ELEMENT = {
    "": "One thing on a practice page.", "id": ID, "kind": "heading | text | button | item | field | message | link",
    "label": "Exactly as on the real site; stays Dutch.", "icon": "A picture before the label.",
    "filled": "What a field shows once it is touched; never real data: ••••",
    "says": "Said when somebody touches it, in one sentence; translated.",
}
