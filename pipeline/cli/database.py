"""`newsmend database`."""

from __future__ import annotations

import click


@click.group()
def database() -> None:
    """What the owner of the database does once."""


@database.command(epilog="Example:  newsmend database roles --sql | psql newsmend")
@click.option("--sql", is_flag=True, help="Only print the statements.")
def roles(sql: bool) -> None:
    """Make the roles newsmend_ingest, newsmend_review and newsmend_read; safe to repeat, and again after migrations."""
    from pipeline.flow.roles import make_roles, role_statements
    from pipeline.flow.workplace import workplace

    if sql:
        click.echo("".join(f"{statement};\n" for statement in role_statements()), nl=False)
        return
    with workplace() as place:
        made = make_roles(place)
    click.echo(f"{', '.join(made)}: give one to each login, such as: GRANT {made[0]} TO worker")
