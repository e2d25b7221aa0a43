"""PostgreSQL under LC_CTYPE=C, where pg_trgm finds no Chinese: our terms go in as terms."""

import psycopg
import pytest
from django.db import connection

from liandu.search.engines import Row, gin
from liandu.search.terms import words_asked

NAME = "liandu_of_the_c_locale"


@pytest.fixture
def plain():
    """Another database of the same server, made with LC_CTYPE=C."""
    asked = {**connection.get_connection_params(), "dbname": "postgres"}
    server = {name: asked[name] for name in ("dbname", "user", "password", "host", "port") if asked.get(name)}
    with psycopg.connect(**server, autocommit=True) as keeper:
        keeper.execute(f"DROP DATABASE IF EXISTS {NAME}")
        keeper.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            with psycopg.connect(**{**server, "dbname": NAME}, autocommit=True) as own:
                yield own
        finally:
            keeper.execute(f"DROP DATABASE {NAME}")


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no locale")
def test_chinese_is_found_where_lc_ctype_is_c(plain):
    assert plain.execute("SHOW lc_ctype").fetchone() == ("C",)
    plain.execute("CREATE TABLE search_text (id integer)")
    for statement in gin.INSTALL:
        plain.execute(statement)
    for pk, title in ((1, "安全生产责任制落实不到位É"), (2, "食堂采购")):
        row = gin.columns_of(Row(pk, "finding", pk, None, None, title, ""))
        plain.execute(
            "INSERT INTO search_index (id, kind, key, unit_id, round, terms) VALUES (%s, %s, %s, %s, %s, %s::tsvector)",
            row,
        )
    for text, wanted in (("安全", [1]), ("全生产", [1]), ("安", [1]), ("位é", [1]), ("食堂 采购", [2]), ("堂购", [])):
        query = gin.tsquery(words_asked(text))
        found = plain.execute("SELECT id FROM search_index WHERE terms @@ %s::tsquery", [query]).fetchall()
        assert [pk for (pk,) in found] == wanted, text
