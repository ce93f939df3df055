"""`kiosk voices review`: hear every sentence of a language, and approve it, respell it, or say it yourself.

listening.py  the sentences of a language, and how far the listening is
pictures.py   where on a screen a sentence stands
pages.py      the pages on which somebody listens
command.py    starts them
"""
