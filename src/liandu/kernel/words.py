"""Interface words in code that knows nothing of Django.

Chinese is the source language of every sentence. Plain packages mark a sentence with :func:`gettext_noop`, so that it is
collected for translation, and the page that shows it translates it.
"""


def gettext_noop(text: str) -> str:
    """Return ``text`` unchanged; the name tells the message collector to pick the literal up."""
    return text
