"""`kiosk preview`: the real kiosk in a window, beside it what an author has to know about the step on the glass."""
