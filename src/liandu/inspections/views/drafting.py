"""The draft of the next version of the taxonomy: one class at a time or a file, the changes, and publishing them."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections import commands
from liandu.inspections.class_counts import counts_by_class
from liandu.inspections.forms import AspectForm, ClassForm, PublishTaxonomy, RetireClass, UploadTaxonomy
from liandu.inspections.models import TaxonomyDraft
from liandu.inspections.queries import taxonomy_draft_of
from liandu.inspections.tables import class_sections, retired_in_draft
from liandu.inspections.taxonomies import changes, in_force
from liandu.inspections.taxonomies.wording import change_lines, words_of
from liandu.inspections.views.taxonomies import yaml_answer
from liandu.kernel.refusals import Refusal
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_files import LARGEST, Faulty, opened
from liandu.ui.errors import in_words
from liandu.ui.htmx import page
from liandu.ui.reasons import refusals_on


def _draft(request: HttpRequest) -> tuple[TaxonomyDraft, Taxonomy]:
    require(request.user, Act.TAXONOMY_SET)
    draft = taxonomy_draft_of(request.user)
    if draft is None:
        raise Http404
    return draft, opened(draft.content)


@require_POST
def begin_taxonomy(request: HttpRequest) -> HttpResponse:
    """Begin a draft from the version in force, or go on with the one that is there."""
    commands.begin_taxonomy_draft(by=request.user)
    return redirect("inspections:taxonomy_draft")


@require_GET
def taxonomy_draft(request: HttpRequest) -> HttpResponse:
    """Show the draft: what it would change and how many findings that touches, its classes, and publishing it."""
    return _page(request, PublishTaxonomy())


def _page(request: HttpRequest, form: BaseForm) -> HttpResponse:
    require(request.user, Act.TAXONOMY_SET)
    draft = taxonomy_draft_of(request.user)
    standing = in_force()
    said = opened(draft.content) if draft else standing.taxonomy
    counts = counts_by_class(request.user)
    context = {
        "draft": draft,
        "form": form,
        "number": standing.number,
        "next": standing.number + 1,
        "overtaken": draft is not None and draft.based_on != standing.number,
        "changes": change_lines(changes(standing.taxonomy, said), standing.taxonomy, said, counts),
        "sections": class_sections(said, None, counts),
        "retired": retired_in_draft(standing.taxonomy, said),
    }
    return page(request, "inspections/taxonomy_draft.html", context, status=422 if form.errors else 200)


@require_GET
def draft_file(request: HttpRequest) -> HttpResponse:
    """Send one's draft as a YAML file."""
    _row, said = _draft(request)
    return yaml_answer(said, "taxonomy-draft.yaml")


@require_http_methods(["GET", "POST"])
def upload_taxonomy(request: HttpRequest) -> HttpResponse:
    """Make a draft of a file; every wrong line is named, and nothing is kept of a file with one."""
    require(request.user, Act.TAXONOMY_SET)
    form = UploadTaxonomy(request.POST, request.FILES) if request.method == "POST" else UploadTaxonomy()
    faults: list[tuple[int, str]] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_on(form):
            try:
                # One byte more than is read at most: a file of any size is refused by its first piece.
                content = file.read(LARGEST + 1)
                commands.draft_taxonomy_from_file(content=content, name=file.name, by=request.user)
            except Faulty as wrong:
                faults = fault_words(wrong)
                words = ngettext("文件有 %(n)s 处不对，没有采用。", "文件有 %(n)s 处不对，没有采用。", len(faults))
                form.add_error("file", words % {"n": len(faults)})
            else:
                return redirect("inspections:taxonomy_draft")
    context = {"form": form, "faults": faults, "draft": taxonomy_draft_of(request.user)}
    return page(request, "inspections/taxonomy_upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def draft_class(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Write a class of the draft, or a new one."""
    _row, said = _draft(request)
    leaf = said.leaves.get(pk)
    if pk and leaf is None:
        raise Http404
    form = ClassForm(request.POST if request.method == "POST" else None, said=said, leaf=leaf)
    if form.is_valid():
        with refusals_on(form):
            commands.draft_class(leaf=form.leaf, places=form.places, new=leaf is None, by=request.user)
            messages.success(request, _("已写进草案：%(code)s。") % {"code": form.leaf.code})
            return redirect("inspections:taxonomy_draft")
    title = _("修改类别 %(class)s") % {"class": words_of(said, pk)} if leaf else _("新增类别")
    retire = reverse("inspections:retire_class", args=[pk]) if leaf else ""
    return _form(request, form, title=title, another=(retire, _("停用这一类")) if retire else None)


@require_http_methods(["GET", "POST"])
def retire_class(request: HttpRequest, pk: str) -> HttpResponse:
    """Retire a class in the draft and say where its findings go."""
    _row, said = _draft(request)
    if pk not in said.leaves:
        raise Http404
    form = RetireClass(request.POST if request.method == "POST" else None, said=said, code=pk)
    if form.is_valid():
        with refusals_on(form):
            commands.draft_retirement(code=pk, into=form.cleaned_data["into"], by=request.user)
            messages.success(request, _("草案里已停用 %(code)s。") % {"code": pk})
            return redirect("inspections:taxonomy_draft")
    return _form(
        request,
        form,
        title=_("停用类别 %(class)s") % {"class": words_of(said, pk)},
        submit=pgettext("act on a class", "停用"),
    )


@require_POST
def undo_retirement(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a retirement of the draft back."""
    _draft(request)
    commands.undo_retirement(code=pk, by=request.user)
    messages.success(request, _("草案里已恢复 %(code)s。") % {"code": pk})
    return redirect("inspections:taxonomy_draft")


@require_http_methods(["GET", "POST"])
def draft_aspect(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Write a first level of the draft, or a new one."""
    _row, said = _draft(request)
    aspect = said.aspects.get(pk)
    if pk and aspect is None:
        raise Http404
    form = AspectForm(request.POST if request.method == "POST" else None, aspect=aspect)
    if form.is_valid():
        with refusals_on(form):
            commands.draft_aspect(aspect=form.aspect, new=aspect is None, by=request.user)
            messages.success(request, _("已写进草案：%(code)s。") % {"code": form.aspect.code})
            return redirect("inspections:taxonomy_draft")
    title = _("修改一级 %(class)s") % {"class": words_of(said, pk)} if aspect else _("新增一级")
    return _form(request, form, title=title)


@require_POST
def discard_taxonomy(request: HttpRequest) -> HttpResponse:
    """Throw one's draft away."""
    commands.discard_taxonomy_draft(by=request.user)
    messages.success(request, _("草案已作废，现行分类没有变。"))
    return redirect("inspections:taxonomy")


@require_POST
def publish_taxonomy(request: HttpRequest) -> HttpResponse:
    """Publish one's draft: it is in force from then on."""
    _draft(request)
    form = PublishTaxonomy(request.POST)
    if form.is_valid():
        with refusals_on(form):
            version = commands.publish_taxonomy(note=form.cleaned_data["note"], by=request.user)
            messages.success(request, _("第 %(number)s 版已发布，即日起用它归类。") % {"number": version.number})
            return redirect("inspections:taxonomy")
    return _page(request, form)


def _form(request: HttpRequest, form: BaseForm, **context: Any) -> HttpResponse:
    context = {"submit": _("写进草案"), "back": reverse("inspections:taxonomy_draft"), "form": form} | context
    return page(request, "inspections/taxonomy_form.html", context, status=422 if form.errors else 200)


def fault_words(wrong: Faulty) -> list[tuple[int, str]]:
    """Return the wrong places of a file as (line, sentence); line 0 is the file as a whole."""
    return [(one.line, in_words(Refusal("taxonomy.line", one.sentence, **one.facts))) for one in wrong.faults]
