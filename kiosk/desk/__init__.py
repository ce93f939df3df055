"""The assistants' web application, in a process of its own."""
