"""Dates, distances and sizes as people say them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from liandu.ui.dates import day, distance, moment, size


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 3, 31), "2026年3月31日", "31 Mar 2026"),
        (date(2026, 12, 1), "2026年12月1日", "1 Dec 2026"),
        (None, "", ""),
    ],
)
def test_a_day_is_written_as_its_language_does(value, chinese, english):
    with override("zh-hans"):
        assert day(value) == chinese
    with override("en"):
        assert day(value) == english


def test_a_moment_is_told_in_the_time_zone_of_the_site():
    late = datetime(2026, 6, 17, 16, 5, tzinfo=UTC)
    with override("zh-hans"):
        assert moment(late) == "2026年6月18日 00:05"
        assert moment(None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 6, 18), "今天"), (date(2026, 6, 19), "还有 1 天"), (date(2026, 7, 18), "还有 30 天"),
        (date(2026, 6, 17), "1 天前"), (date(2025, 6, 18), "365 天前"), (None, ""),
    ],
)  # fmt: skip
def test_a_distance_counts_days(value, words):
    with override("zh-hans"):
        assert distance(value, today=date(2026, 6, 18)) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (319_488, "312 KB"),
        (4_404_019, "4.2 MB"),
        (104_857_600, "100.0 MB"),
    ],
)
def test_a_size_is_told_in_the_unit_people_use(count, words):
    assert size(count) == words
