"""Telling someone what a build did. A message that cannot be sent never unpublishes anything.

Mail goes out only when these are set: ASSAY_SMTP_HOST, ASSAY_NOTIFY_FROM, ASSAY_NOTIFY_TO; and if
needed ASSAY_SMTP_PORT (587), ASSAY_SMTP_USER and ASSAY_SMTP_PASSWORD.
"""

from __future__ import annotations

import os
import smtplib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from assay.ledger import Change

NEEDED = ("ASSAY_SMTP_HOST", "ASSAY_NOTIFY_FROM", "ASSAY_NOTIFY_TO")
SECONDS = 20


def summarise(edition: str, changes: Sequence[Change], corrections: Sequence[str]) -> str:
    """What an edition changed, as plain text: corrections first, then verdicts, one line each."""
    lines = [f"Edition {edition}"]
    lines += [f"Correction: {correction}" for correction in corrections]
    lines += [
        f"{change.claim_id}: {change.was or 'not there'} -> {change.now or 'not there'}"
        f" ({change.because})"
        for change in changes
    ]
    if len(lines) == 1:
        lines.append("No verdict changed.")
    return "\n".join(lines) + "\n"


def send(subject: str, text: str, environment: Mapping[str, str] | None = None) -> str:
    """Mail `text` to whom the environment names. Says what happened, in one sentence.

    Never raises for a mail that cannot be sent: the edition stands whatever becomes of the mail.
    """
    settings = os.environ if environment is None else environment
    missing = [name for name in NEEDED if not settings.get(name)]
    if len(missing) == len(NEEDED):
        return "Nobody was told: no mail server is set."
    if missing:
        return f"Nobody was told: {', '.join(missing)} is not set."
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = settings["ASSAY_NOTIFY_FROM"]
    message["To"] = settings["ASSAY_NOTIFY_TO"]
    message.set_content(text)
    try:
        _deliver(message, settings)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        reason = type(error).__name__
        return f"Nobody was told: the mail server did not take the message ({reason})."
    return f"Told {settings['ASSAY_NOTIFY_TO']}."


def _deliver(message: EmailMessage, settings: Mapping[str, str]) -> None:
    host, port = settings["ASSAY_SMTP_HOST"], int(settings.get("ASSAY_SMTP_PORT", "587"))
    user, password = settings.get("ASSAY_SMTP_USER"), settings.get("ASSAY_SMTP_PASSWORD")
    with smtplib.SMTP(host, port, timeout=SECONDS) as server:
        if user and password:
            server.starttls()
            server.login(user, password)
        server.send_message(message)
