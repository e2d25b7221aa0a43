"""A denial: the thing is within reach, the act is not."""

from django.core.exceptions import PermissionDenied

from liandu.kernel.refusals import Refusal


class Denied(Refusal, PermissionDenied):
    """The person may see the thing but not do this to it. Carries act and subject, so that the attempt is journaled."""

    def __init__(self, code: str, sentence: str, *, act: str = "", subject: str = "", **facts: object) -> None:
        super().__init__(code, sentence, **facts)
        self.act = act
        self.subject = subject
