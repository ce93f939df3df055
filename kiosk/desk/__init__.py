"""THE DESK: the assistant's web application. Who waits, where they are stuck, and when helpers are there."""
