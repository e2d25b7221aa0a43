"""Drafting a version of the taxonomy, by form or from a file, and publishing it."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from liandu.access.queries import require
from liandu.access.roles import Act
from liandu.inspections.consequences import draw_consequences_of_taxonomy
from liandu.inspections.models import TaxonomyDraft, TaxonomyVersion
from liandu.inspections.taxonomies import changes, follow, forget, with_aspect, with_leaf, with_leaf_back, without_leaf
from liandu.journal.commands import record
from liandu.kernel.refusals import Refusal
from liandu.kernel.words import gettext_noop
from liandu.texts.keywords import Aspect, Category
from liandu.texts.taxonomies import Taxonomy
from liandu.texts.taxonomy_files import kept, opened, packaged, parsed, read


@transaction.atomic
def begin_taxonomy_draft(*, by: Any) -> TaxonomyDraft:
    """Begin a draft of the next version from the one in force and return it; one that is there is returned as it is."""
    require(by, Act.TAXONOMY_SET)
    there = TaxonomyDraft.objects.select_for_update().filter(owner=by).first()
    if there is not None:
        return there
    number, now = _standing()
    draft = TaxonomyDraft.objects.create(owner=by, based_on=number, content=kept(now), changed_at=timezone.now())
    record(act="taxonomy.draft_begun", subject=draft, by=by, facts={"number": number})
    return draft


@transaction.atomic
def draft_taxonomy_from_file(*, content: bytes, name: str, by: Any) -> TaxonomyDraft:
    """Make a draft of a YAML file, in place of the one that may be there, and return it.

    Raises Refusal for what is no taxonomy and Faulty with each wrong line; then nothing is changed.
    """
    require(by, Act.TAXONOMY_SET)
    data, lines = parsed(content)
    number, now = _standing()
    said = follow(now, read(data, lines), number + 1, lines)
    TaxonomyDraft.objects.filter(owner=by).delete()
    draft = TaxonomyDraft.objects.create(owner=by, based_on=number, content=kept(said), changed_at=timezone.now())
    record(act="taxonomy.draft_uploaded", subject=draft, by=by, facts={"number": number, "name": name[:120]})
    return draft


@transaction.atomic
def draft_class(*, leaf: Category, places: Collection[tuple[str, str]], new: bool, by: Any) -> TaxonomyDraft:
    """Write a class into one's draft and return it; ``new`` refuses a code that is there or ever was.

    ``places`` are the (view, group) of other views that it stands in.
    """
    require(by, Act.TAXONOMY_SET)
    draft, said = _open_draft(by)
    if new and said.knows(leaf.code):
        raise Refusal("taxonomy.code_taken", gettext_noop("代号 %(which)s 已经用过，请另取一个。"), which=leaf.code)
    _keep(draft, with_leaf(said, leaf, places))
    record(act="taxonomy.class_drafted", subject=draft, by=by, facts={"code": leaf.code, "name": leaf.name})
    return draft


@transaction.atomic
def draft_retirement(*, code: str, into: Collection[str], by: Any) -> TaxonomyDraft:
    """Retire a class in one's draft and return it.

    What is filed under it reads as the one class of ``into``; with several or none, people say it thing by thing.
    """
    require(by, Act.TAXONOMY_SET)
    draft, said = _open_draft(by)
    if code not in said.leaves:
        raise Refusal("taxonomy.no_class", gettext_noop("草案里没有类别 %(which)s，请刷新后再看。"), which=code)
    _number, now = _standing()
    if code in now.leaves:
        after = without_leaf(said, code, tuple(into), draft.based_on + 1)
    else:  # it never was in force: nothing can be filed under it
        after = without_leaf(said, code, (), 0)
        after = Taxonomy(
            after.aspects, after.leaves, after.views, {c: r for c, r in after.retired.items() if c != code}
        )
    _keep(draft, after)
    record(act="taxonomy.retirement_drafted", subject=draft, by=by, facts={"code": code, "into": list(into)})
    return draft


@transaction.atomic
def undo_retirement(*, code: str, by: Any) -> TaxonomyDraft:
    """Take a retirement back that stands in one's draft only, and return the draft; the class is as in force."""
    require(by, Act.TAXONOMY_SET)
    draft, said = _open_draft(by)
    _number, now = _standing()
    if code not in now.leaves or code not in said.retired:
        raise Refusal("taxonomy.not_retired", gettext_noop("%(which)s 不是这份草案里停用的，无从恢复。"), which=code)
    _keep(draft, with_leaf_back(now, said, code))
    record(act="taxonomy.class_drafted", subject=draft, by=by, facts={"code": code, "name": now.leaves[code].name})
    return draft


@transaction.atomic
def draft_aspect(*, aspect: Aspect, new: bool, by: Any) -> TaxonomyDraft:
    """Write a first level into one's draft and return the draft; ``new`` refuses a letter that is there."""
    require(by, Act.TAXONOMY_SET)
    draft, said = _open_draft(by)
    if new and aspect.code in said.aspects:
        raise Refusal("taxonomy.code_taken", gettext_noop("代号 %(which)s 已经用过，请另取一个。"), which=aspect.code)
    _keep(draft, with_aspect(said, aspect))
    record(act="taxonomy.class_drafted", subject=draft, by=by, facts={"code": aspect.code, "name": aspect.name})
    return draft


@transaction.atomic
def discard_taxonomy_draft(*, by: Any) -> None:
    """Throw one's draft away."""
    require(by, Act.TAXONOMY_SET)
    draft, _said = _open_draft(by)
    record(act="taxonomy.draft_discarded", subject=draft, by=by, facts={"number": draft.based_on})
    draft.delete()


@transaction.atomic
def publish_taxonomy(*, note: str, by: Any) -> TaxonomyVersion:
    """Publish one's draft as the next version, which is in force from then on, and return it; the draft goes.

    Refused when another version came into force since the draft was begun, when nothing changed, and without a note.
    Findings of a class that went into several or none wait for a person again.
    """
    require(by, Act.TAXONOMY_SET)
    draft, said = _open_draft(by)
    number, now = _locked_standing()
    if draft.based_on != number:
        raise _overtaken(number)
    said = follow(now, said, number + 1)
    if not changes(now, said):
        raise Refusal("taxonomy.unchanged", gettext_noop("草案和现行版没有不同，不用发布。"))
    if not note.strip():
        raise Refusal("taxonomy.no_note", gettext_noop("请写修改说明：为什么这样改。"))
    try:
        with transaction.atomic():
            version = TaxonomyVersion.objects.create(
                number=number + 1, content=kept(said), note=note.strip()[:300],
                published_at=timezone.now(), published_by=by,
            )  # fmt: skip
    except IntegrityError as error:  # on PostgreSQL two may come here at once
        raise _overtaken(number + 1) from error
    draft.delete()
    facts = {"number": version.number, "changes": len(changes(now, said))}
    record(act="taxonomy.published", subject=version, by=by, facts=facts, reason=note.strip())
    unsettled = [code for code in said.unsettled if code not in now.unsettled]
    draw_consequences_of_taxonomy(version=version, unsettled=unsettled, by=by)
    transaction.on_commit(forget)
    return version


def _overtaken(number: int) -> Refusal:
    return Refusal(
        "taxonomy.overtaken",
        gettext_noop(
            "第 %(number)s 版已由别人发布，这份草案依据的是旧版，没有发布。请下载草案留底，再从现行版重新拟。"
        ),
        number=number,
    )


def _standing() -> tuple[int, Taxonomy]:
    """Return number and content of the version in force, asked of the database itself."""
    row = TaxonomyVersion.objects.order_by("-number").first()
    return (row.number, opened(row.content)) if row else (1, packaged())


def _locked_standing() -> tuple[int, Taxonomy]:
    """Return the same with its row locked, so that of two who publish the second waits; the first row is made now."""
    newest = TaxonomyVersion.objects.select_for_update().order_by("-number").first()
    if newest is None:
        newest, _made = TaxonomyVersion.objects.get_or_create(
            number=1, defaults={"content": kept(packaged()), "published_at": timezone.now(), "published_by": None}
        )
    return newest.number, opened(newest.content)


def _open_draft(by: Any) -> tuple[TaxonomyDraft, Taxonomy]:
    draft = TaxonomyDraft.objects.select_for_update().filter(owner=by).first()
    if draft is None:
        raise Refusal("taxonomy.no_draft", gettext_noop("您没有正在拟的草案，请先在问题分类页上开始。"))
    return draft, opened(draft.content)


def _keep(draft: TaxonomyDraft, said: Taxonomy) -> None:
    """Keep what the draft says now; raise Faulty when it could not be a version at all."""
    content = kept(said)
    opened(content)
    number, now = _standing()
    if number == draft.based_on:
        follow(now, said, number + 1)
    draft.content, draft.changed_at = content, timezone.now()
    draft.save(update_fields=["content", "changed_at"])
