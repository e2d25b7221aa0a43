"""``liandu search rebuild``."""

from argparse import Namespace

import pytest

from liandu.config.cli import parsers
from liandu.config.search_command import rebuild
from liandu.journal.queries import acts_recorded
from liandu.search.models import Text
from liandu.search.queries import found_for
from tests.rectification.given import a_finding
from tests.search.test_following import amended

pytestmark = pytest.mark.django_db


def test_the_index_is_built_anew_from_the_journal(city, capsys, monkeypatch):
    monkeypatch.setattr("liandu.config.search_command.bring_up_to_date", lambda: None)
    amended(city, a_finding(city, title="食堂采购不规范"))
    assert rebuild(Namespace()) == 0
    assert "共 1 段文字。1 pieces" in capsys.readouterr().out
    assert found_for(city.people.clerk, "食堂").total == Text.objects.count() == 1
    assert rebuild(Namespace()) == 0
    assert found_for(city.people.clerk, "食堂").total == 1
    assert acts_recorded()["search.built_anew"] == 2


def test_the_command_line_knows_it():
    assert parsers()[""].parse_args(["search", "rebuild"]).run
