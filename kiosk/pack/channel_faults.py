"""What went wrong while packs were fetched, in one sentence, with what to do; and whether somebody must do it."""

from __future__ import annotations

from tuf.api import exceptions as tuf

from kiosk.pack.channel_report import ALARM, LATER
from kiosk.pack.channel_transfer import NotAsSigned, Unreachable, host

STAYS = "This kiosk keeps what it has."


def explain(reason: Exception, address: str) -> tuple[str, str]:
    """LATER, where the next run may do better, or ALARM, where somebody must look; and the sentence. The more special
    kinds of fault come first."""
    name = host(address)
    if isinstance(reason, Unreachable):
        return LATER, str(reason)
    if isinstance(reason, NotAsSigned):
        return ALARM, str(reason)
    if isinstance(reason, tuf.DownloadHTTPError):
        if reason.status_code >= 500:
            return LATER, f"{name} has a fault of its own ({reason.status_code}). The next run tries again."
        return ALARM, (f"{name} answers {reason.status_code} for a file of the packs. {STAYS} Correct channel.address, "
                       "or publish there again, whole.")
    if isinstance(reason, tuf.DownloadLengthMismatchError):
        return ALARM, f"{name} sends more than packs can need. {STAYS} Tell who publishes there."
    if isinstance(reason, tuf.DownloadError):
        return LATER, f"{name} cannot be read. The next run tries again."
    if isinstance(reason, tuf.BadVersionNumberError):
        return ALARM, (f"{name} offers an older state than it did before. {STAYS} Put the newest back there, or find "
                       "out who replaced it.")
    if isinstance(reason, tuf.ExpiredMetadataError):
        return ALARM, (f"What {name} offers is past its date: nobody has renewed it, or somebody holds back what is "
                       f"new. {STAYS} Run `kiosk pack publish FOLDER --refresh`, and see that it reaches the server.")
    if isinstance(reason, tuf.UnsignedMetadataError):
        return ALARM, (f"What {name} offers is not signed by those whom this kiosk trusts. {STAYS} Compare root.json "
                       "in the keys folder with that of who publishes there.")
    if isinstance(reason, tuf.LengthOrHashMismatchError):
        return ALARM, f"A file from {name} is not the one that was signed. {STAYS} Publish there again, whole."
    if isinstance(reason, tuf.RepositoryError):
        return ALARM, (f"{name} does not hold packs as `kiosk pack publish` makes them. {STAYS} Correct "
                       "channel.address, or publish there again.")
    if isinstance(reason, OSError):
        return ALARM, (f"The folder for fetched packs cannot be used: {reason.strerror or reason}. {STAYS} Use sudo; "
                       "if it says the same again, see whether the disk has room.")
    return ALARM, str(reason)
