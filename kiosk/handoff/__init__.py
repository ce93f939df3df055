"""TO WHOM it goes next: the record, its letters, its three words, its QR code."""
