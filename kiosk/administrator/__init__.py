"""What an administrator does standing before a kiosk, behind a code of six digits."""
