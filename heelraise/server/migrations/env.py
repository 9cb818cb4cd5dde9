"""Alembic's entry point: runs inside the transaction that `heelraise.history.database` opened."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
