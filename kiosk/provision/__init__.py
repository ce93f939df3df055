"""How does one file on the memory card become a kiosk's settings?

Whoever sets up a kiosk writes `kiosk.toml` on the card's boot partition, in any computer. When the kiosk starts, it is
checked whole; then everything in it is taken over, or nothing is. What must stay secret does not stay on the card.
"""
