"""Alembic runs this for every migration. The desk hands in its own connection, transaction and lock."""

from alembic import context

from kiosk.desk.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata,
                  render_as_batch=True)  # SQLite changes a column only by copying its table
context.run_migrations()
