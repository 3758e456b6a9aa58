"""The model's part of a night in comments on why CPD was useful, each of them once.

What it says is kept where it keeps what it says of category columns, under the form's column.
"""

from pathlib import Path

import psycopg

from cleaning.comment_model import comment_model, comment_version
from cleaning.comment_text import FIELD
from cleaning.nightly import QUERIES, Predicted, write_predictions


def predict_new_comments(connection: psycopg.Connection, folder: Path) -> Predicted:
    """Bring ops.category_predictions up to the comments that stand in staging.

    `folder` keeps the trained model from night to night. All or nothing.
    """
    asked = {"field": FIELD, "version": comment_version()}
    with connection.transaction():
        connection.execute((QUERIES / "forget_comments.sql").read_bytes(), asked)
        waiting = connection.execute(
            (QUERIES / "waiting_comments.sql").read_bytes(), asked
        ).fetchall()
        if not waiting:
            return Predicted()
        return write_predictions(connection, comment_model(folder), waiting)
