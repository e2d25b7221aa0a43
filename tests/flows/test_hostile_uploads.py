"""Every hostile or broken file, sent through the upload page: a sentence each, no copy of what is refused."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from liandu.files.models import StoredFile
from liandu.inspections.models import Material
from liandu.journal.queries import acts_recorded
from tests.papers.hostile.files import FILES, READS, Hostile
from tests.papers.hostile.test_hostile import COSTLY

# A sparse file would be written out in full by the test's browser; tests/files shows that the limit holds.
SENT = [one for one in FILES if one.what not in COSTLY and one.what != "200 MB"]


def files_below(home: Path) -> list[str]:
    """Return the files that stand under the home, whatever folder they are in."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [pytest.param(one, id=one.what) for one in SENT])
def test_an_upload_gets_its_sentence_and_leaves_no_copy_when_refused(city, own_home, tmp_path, hostile: Hostile):
    upload = tmp_path / "upload"
    hostile.write(upload)
    answer = city.client(city.people.clerk).post(
        reverse("intake:upload", args=[city.round.pk]),
        {
            "kind": "feedback_opinion",
            "grade": "internal",
            "place": "round",
            "file": SimpleUploadedFile(hostile.name or "无名", upload.read_bytes()),
        },
        headers={"Accept": "application/json"},
    )
    said = answer.json()
    assert answer.status_code == 200
    assert re.search(r"[一-龥]{3}", said["sentence"]), said
    codes = hostile.expected.split("|")
    assert said["ok"] in {code == READS for code in codes}
    if said["ok"]:
        assert files_below(own_home) == [f"files/{s.sha256[:2]}/{s.sha256}" for s in StoredFile.objects.all()]
    else:
        assert (Material.objects.count(), StoredFile.objects.count(), files_below(own_home)) == (0, 0, [])
        assert acts_recorded().get("material.refused", 0) in {0, 1}
