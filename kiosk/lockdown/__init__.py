"""What the machine lets in and out, as files for the tools that enforce it: nftables, USBGuard, ALSA.

Text is made here from the settings; `kiosk-setup` (deploy/raspberrypi) puts it where it belongs, as root.
"""
