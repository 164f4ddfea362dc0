"""Which indexes the embedded server's lists keep."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from starter.embedded.visibility import TABLE, drop_unasked_indexes

AS_TEMPORAL_HAS_IT = f"""
create table {TABLE} (
    namespace_id text, run_id text, workflow_id text, history_length int, close_time text,
    search_attributes text,
    Keyword01 text generated always as (json_extract(search_attributes, '$.Keyword01')),
    Keyword02 text generated always as (json_extract(search_attributes, '$.Keyword02')),
    primary key (namespace_id, run_id)
);
create index default_idx on {TABLE} (namespace_id, (coalesce(close_time, '9999')) desc);
create index by_workflow_id on {TABLE} (namespace_id, workflow_id);
create index by_history_length on {TABLE} (namespace_id, history_length);
create index by_keyword_01 on {TABLE} (namespace_id, Keyword01);
create index by_keyword_02 on {TABLE} (namespace_id, Keyword02);
create table others (history_length int);
create index of_others on others (history_length);
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "temporal.db"
    with closing(sqlite3.connect(path)) as server:
        server.executescript(AS_TEMPORAL_HAS_IT)
    return path


def indexes(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as server:
        found = server.execute("select name from sqlite_master where type = 'index' and sql <> ''")
        return {name for (name,) in found}


def test_what_nobody_asks_by_goes_and_what_is_asked_by_stays(database: Path) -> None:
    assert drop_unasked_indexes(database, {"Keyword02"}) == ("by_history_length", "by_keyword_01")
    assert indexes(database) == {"default_idx", "by_workflow_id", "by_keyword_02", "of_others"}


def test_at_the_next_start_there_is_nothing_left_to_take_out(database: Path) -> None:
    drop_unasked_indexes(database, {"Keyword02"})
    assert drop_unasked_indexes(database, {"Keyword02"}) == ()
