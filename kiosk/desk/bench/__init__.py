"""What the desk carries, measured against a bare application: a command of its own, which the desk never loads."""
