"""Pages of intake: uploading, the list of documents, a document's text."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.denials import Denied
from liandu.access.queries import may, require
from liandu.access.roles import Act
from liandu.inspections.models import Inspection, Material, Round
from liandu.inspections.queries import inspections_for, material_for, rounds_for
from liandu.intake.commands import read_document_again, receive_upload
from liandu.intake.forms import ChooseDocuments, UploadFiles
from liandu.intake.presenters import SHAPES, TONES, failure_in_words
from liandu.intake.queries import listed_documents, readable_documents_for, reading_progress
from liandu.intake.showing import sheet_of
from liandu.intake.states import Reading
from liandu.intake.tables import documents_table
from liandu.intake.wording import found_in_words
from liandu.kernel.refusals import Refusal
from liandu.kernel.secrecy import Grade
from liandu.orgs.queries import root_unit
from liandu.papers.blocks import Passage
from liandu.ui.errors import in_words
from liandu.ui.htmx import is_partial, page
from liandu.ui.numbers import whole_number

TOGETHER = 50  # documents on one page of the list


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents that came, newest first, with how far reading and checking are."""
    require(request.user, Act.PROPOSAL_VIEW)
    form = ChooseDocuments(request.GET, reader=request.user)
    chosen = form.chosen()
    rows = listed_documents(request.user, **chosen)
    before = whole_number(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    shown = list(rows[: TOGETHER + 1])
    address = request.GET.copy()
    address.pop("before", None)
    context = {
        "form": form,
        "table": documents_table(shown[:TOGETHER]),
        "progress": reading_progress(request.user, round=chosen["round"], unit=chosen["unit"]),
        "address": address.urlencode(),
        "before": before,
        "older": shown[TOGETHER - 1].pk if len(shown) > TOGETHER else None,
        "narrowed": any(chosen.values()),
        "round": chosen["round"],
        "may_upload": may(request.user, Act.MATERIAL_RECEIVE),
        "is_part": is_partial(request),
    }
    return page(request, "intake/documents.html", context, part="intake/_documents.html")


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a document whose reading failed back on the list."""
    document = get_object_or_404(readable_documents_for(request.user), pk=pk)
    read_document_again(document=document, by=request.user)
    messages.success(request, _("《%(title)s》已重新列入读取。") % {"title": document.material.title})
    return redirect(f"{reverse('intake:documents')}?round={document.material.round_id}")


@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was read of a document, a passage of it marked; for whoever may read the material."""
    document = get_object_or_404(readable_documents_for(request.user), pk=pk)
    is_read = document.state == Reading.READ
    shown = whole_number(request.GET.get("part", ""))
    context = {
        "document": document,
        "material": document.material,
        "round": document.material.round,
        "state": {"tone": TONES[Reading(document.state)], "shape": SHAPES[Reading(document.state)]},
        "failure": failure_in_words(document),
        "remarks": found_in_words(document.found)["remarks"],
        "sheet": sheet_of(document.text, passage=_passage(request), part=shown) if is_read else None,
        "may_check": may(request.user, Act.PROPOSAL_VIEW, document.material.unit),
    }
    return page(request, "intake/text.html", context)


def _passage(request: HttpRequest) -> Passage | None:
    """Return the passage that the address names, None when it names none."""
    try:
        return Passage(*(int(request.GET[name]) for name in ("block", "start", "end")))
    except (KeyError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``ok`` with its material, or the sentence of the refusal."""

    name: str
    ok: bool
    sentence: str
    url: str = ""
    title: str = ""
    place: str = ""
    is_new: bool = False

    def packed(self) -> dict[str, Any]:
        """Return it as upload.js takes it."""
        return {"ok": self.ok, "url": self.url, "title": self.title, "is_new": self.is_new, "sentence": self.sentence}


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Receive files for a round, for one inspection of it, or as corrected versions of material.

    With JavaScript each file comes in a request of its own and is answered in JSON; without, all come together.
    """
    round_, inspection, corrects = _place(request, pk)
    unit = inspection.unit if inspection else root_unit()
    require(request.user, Act.MATERIAL_RECEIVE, unit=unit, subject=inspection or round_)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadFiles(*sent, reader=request.user, round=round_, inspection=inspection, corrects=corrects)
    outcomes = []
    if form.is_valid():
        outcomes = [_receive(request, form, file, round_, corrects) for file in form.cleaned_data["file"]]
    if request.headers.get("Accept") == "application/json" and request.method == "POST":
        return _answer_upload(form, outcomes)
    context = {
        "form": form, "round": round_, "inspection": inspection, "corrects": corrects, "outcomes": outcomes,
        "received": sum(outcome.ok for outcome in outcomes),
    }  # fmt: skip
    return page(request, "intake/upload.html", context, status=422 if form.errors else 200)


def _place(request: HttpRequest, pk: int) -> tuple[Round, Inspection | None, Material | None]:
    """Return the round, and the inspection and the corrected material that the address names; 404 outside reach."""
    round_ = get_object_or_404(rounds_for(request.user), pk=pk)
    inspection = corrects = None
    try:
        if "corrects" in request.GET:
            corrects = get_object_or_404(material_for(request.user), pk=request.GET["corrects"], round=round_)
            inspection = corrects.inspection
        elif "inspection" in request.GET:
            inspection = get_object_or_404(inspections_for(request.user), pk=request.GET["inspection"], round=round_)
    except ValueError:
        raise Http404 from None
    return round_, inspection, corrects


def _receive(request: HttpRequest, form: UploadFiles, file: Any, round_: Round, corrects: Material | None) -> Outcome:
    inspection = form.inspection_for(file.name)
    try:
        received = receive_upload(
            round=round_,
            inspection=inspection,
            chunks=file.chunks(),
            name=file.name,
            kind=form.cleaned_data["kind"],
            grade=Grade(form.cleaned_data["grade"]),
            dated=form.cleaned_data["dated"],
            corrects=corrects,
            by=request.user,
        )
    except Denied:
        raise
    except Refusal as refusal:
        return Outcome(file.name, ok=False, sentence=in_words(refusal))
    return Outcome(
        file.name,
        ok=True,
        sentence=_("已接收") if received.is_new else _("已接收过，没有重复保存"),
        url=reverse("inspections:material", args=[received.material.pk]),
        title=received.material.title,
        place=str(inspection.unit) if inspection else _("整轮材料"),
        is_new=received.is_new,
    )


def _answer_upload(form: UploadFiles, outcomes: list[Outcome]) -> JsonResponse:
    """Answer for one file. A refusal answers 200 too: it is an answer, and browsers log other codes as errors."""
    wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
    outcome = outcomes[0] if outcomes else Outcome("", ok=False, sentence=wrong)
    return JsonResponse(outcome.packed())


@require_POST
def guess_places(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer, for each file's name, the key of the inspection whose unit it speaks of, or "" for none."""
    round_ = get_object_or_404(rounds_for(request.user), pk=pk)
    require(request.user, Act.MATERIAL_RECEIVE, subject=round_)
    form = UploadFiles(reader=request.user, round=round_)
    guesses = [form.guess(name) for name in request.POST.getlist("name")]
    return JsonResponse({"places": [str(guess.pk) if guess else "" for guess in guesses]})
