"""Weston in the place of Xorg, for a panel on which Xorg fails.

Not a unit of its own but another program in the unit of the screen: what hangs on kiosk-x stays as it is, and
the two can never run at once. Kivy's wheel speaks X11 only, so Weston brings Xwayland, and the kiosk notices nothing.
"""

WESTON = """\
# Made by kiosk-setup since panel.backend is "weston"; what you write here is lost.
[Service]
ExecStart=
ExecStart=/usr/bin/weston --config=/usr/share/digipunt-kiosk/weston.ini
# Xwayland looks for /etc/X0.hosts as Xorg does. Weston wants a place for its own socket, and the terminal.
Environment=XDG_RUNTIME_DIR=/run/kiosk-x
StandardInput=tty
TTYPath=/dev/tty1
"""
