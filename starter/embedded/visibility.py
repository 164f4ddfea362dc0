"""The lists of the embedded server: indexes of its database by which nobody asks are taken out.

Temporal has an index for each search attribute that a namespace might come to have, and for all it
knows of a workflow by itself: some sixty. Every time a case is listed anew each of them is written
anew. What has lost its index can still be asked for; the server looks through all cases then.
"""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

TABLE: Final = "executions_visibility"

ASKED_OF_ALL: Final = frozenset(
    {
        "workflow_id",
        "workflow_type_name",
        "status",
        "task_queue",
        # a workflow's relations, in the UI
        "parent_workflow_id",
        "root_workflow_id",
        # which builds there are, and what still runs on one
        "TemporalNamespaceDivision",
        "TemporalWorkerDeploymentVersion",
    }
)
"""What operators, the UI and the server itself ask by, besides the search attributes in use."""

_BUSY: Final = 30.0  # seconds that the server's own write is waited for


def drop_unasked_indexes(database: Path, attributes: Collection[str]) -> tuple[str, ...]:
    """Take out what indexes nothing that is asked by; done again, it finds nothing.

    Args:
        database: The server's file; the server may run.
        attributes: Columns of the search attributes in use, as the namespace's aliases name them:
            ``Keyword01``.

    Returns:
        The names of the indexes taken out.
    """
    wanted = ASKED_OF_ALL | set(attributes)
    with closing(sqlite3.connect(database, timeout=_BUSY)) as server, server:
        found = server.execute(
            "select index_.name, column_.name"
            " from pragma_index_list(?) as index_ join pragma_index_info(index_.name) as column_"
            # all begin with the namespace; an expression, which has no name, is the lists' order
            " where index_.origin = 'c' and column_.seqno = 1 and column_.name is not null"
            " order by index_.name",
            [TABLE],
        ).fetchall()
        unasked = tuple(index for index, column in found if column not in wanted)
        for index in unasked:
            server.execute(f'drop index "{index}"')
    return unasked
