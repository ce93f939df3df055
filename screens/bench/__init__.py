"""`kiosk bench`: how much of the machine the kiosk takes beside a bare Kivy window, measured in one run."""
