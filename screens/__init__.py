"""WHAT IT LOOKS LIKE: the only place beside kiosk/app.py where Kivy is imported."""
