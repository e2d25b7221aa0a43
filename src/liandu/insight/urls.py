"""The addresses of this stage."""

from django.urls import path

from liandu.insight.views import bulletins, catalogues, common_problems, papers, profiles, recurrences, strands

app_name = "insight"
urlpatterns = [
    # Common problems and their issued lists.
    path("", common_problems.common_problems, name="common_problems"),
    path("common/new/", common_problems.draft_common, name="draft_common"),
    path("common/<int:pk>/", common_problems.common_problem, name="common_problem"),
    path("common/<int:pk>/edit/", common_problems.amend_common, name="amend_common"),
    path("common/<int:pk>/settle/", common_problems.settle_common, name="settle_common"),
    path("common/<int:pk>/revise/", common_problems.revise_common, name="revise_common"),
    path("common/<int:pk>/retire/", common_problems.retire_common, name="retire_common"),
    path("catalogues/", catalogues.catalogues, name="catalogues"),
    path("catalogues/issue/", catalogues.issue_catalogue, name="issue_catalogue"),
    path("catalogues/compare/", catalogues.compare_catalogues, name="compare_catalogues"),
    path("catalogues/<int:pk>/", catalogues.catalogue, name="catalogue"),
    path("catalogues/<str:form>/<int:pk>/", catalogues.catalogue_file, name="catalogue_file"),
    #
    # Strands of like findings.
    path("strands/", strands.strands, name="strands"),
    path("strands/waiting/", strands.waiting, name="waiting"),
    path("strands/waiting/move/", strands.move_waiting, name="move_waiting"),
    path("strands/<int:pk>/", strands.strand, name="strand"),
    path("strands/<int:pk>/accept/", strands.accept_strand, name="accept_strand"),
    path("strands/<int:pk>/retire/", strands.retire_strand, name="retire_strand"),
    path("strands/<int:pk>/restore/", strands.restore_strand, name="restore_strand"),
    path("strands/<int:pk>/unmerge/", strands.unmerge_strand, name="unmerge_strand"),
    path("strands/<int:pk>/name/", strands.name_strand, name="name_strand"),
    path("strands/<int:pk>/merge/", strands.merge_strand, name="merge_strand"),
    path("strands/<int:pk>/members/", strands.choose_members, name="choose_members"),
    #
    # What came back.
    path("recurrences/", recurrences.recurrences, name="recurrences"),
    path("recurrences/<int:pk>/confirm/", recurrences.confirm, name="confirm_recurrence"),
    path("recurrences/<int:pk>/dismiss/", recurrences.dismiss, name="dismiss_recurrence"),
    path("recurrences/<int:pk>/reconsider/", recurrences.reconsider, name="reconsider_recurrence"),
    #
    # Pictures of units, sectors and the whole; bulletins.
    path("profiles/", profiles.system, name="profiles"),
    path("profiles/sectors/<str:code>/", profiles.sector, name="sector_profile"),
    path("profiles/units/<int:pk>/", profiles.unit, name="unit_profile"),
    path("profiles/units/<int:pk>/note/", papers.ecology_note, name="ecology_note"),
    path("profiles/units/<int:pk>/note/docx/", papers.ecology_note_docx, name="ecology_note_docx"),
    path("profiles/export/<str:key>/", profiles.export, name="export_profile"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/draft/", bulletins.draft_bulletin, name="draft_bulletin"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/edit/", bulletins.edit_bulletin, name="edit_bulletin"),
    path("bulletins/<int:pk>/issue/", bulletins.issue_bulletin, name="issue_bulletin"),
    path("bulletins/<int:pk>/drop/", bulletins.drop_bulletin, name="drop_bulletin"),
    path("bulletins/<int:pk>/docx/", bulletins.bulletin_docx, name="bulletin_docx"),
]
