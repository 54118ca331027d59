"""Newsmend's desk inside Airflow's UI, behind Airflow's own login. The only .py file that may stand in this folder."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/newsmend"
DAG = "news_mend"  # who may read its tasks may read corrections; who may answer for it may decide
RUN = "newsmend/run?dag_id={DAG_ID}&run_id={RUN_ID}"
log = logging.getLogger("newsmend.plugin")


class NewsmendPlugin(AirflowPlugin):
    """A nav item, tabs on each DAG run and on each task, and the pages behind them."""

    name = "newsmend"
    external_views = [  # noqa: RUF012 - Airflow wants a plain list
        {"name": "Mend", "href": "newsmend/", "destination": "nav", "url_route": "newsmend", "nav_top_level": True},
        {"name": "Corrections", "href": RUN, "destination": "dag_run", "url_route": "newsmend-run"},
        {
            "name": "Figures",
            "href": f"{RUN}&show_as=figures",
            "destination": "dag_run",
            "url_route": "newsmend-figures",
        },
        {
            "name": "Corrections",
            "href": f"{RUN}&task_id={{TASK_ID}}",
            "destination": "task_instance",
            "url_route": "newsmend-task",
        },
    ]

    @property
    def fastapi_apps(self) -> list[dict[str, Any]]:
        """A property: what is heavy is imported in the API server alone. A fault of ours never costs the UI."""
        try:
            app = _desk()
        except Exception:
            log.exception("Newsmend's desk cannot be shown; everything else works")
            return []
        return [{"app": app, "url_prefix": PREFIX, "name": "Newsmend"}]


def _desk() -> Any:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
    from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
    from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
    from airflow.configuration import conf
    from fastapi import Depends

    from pipeline.web.access import Person, Who
    from pipeline.web.app import create_app
    from pipeline.web.place import SharedPlace

    answers_for = DagAccessEntity.HITL_DETAIL
    may_read = Depends(requires_access_dag("GET", DagAccessEntity.TASK_INSTANCE, param_dag_id=DAG))
    may_write = Depends(requires_access_dag("PUT", answers_for, param_dag_id=DAG))
    who_asks = Depends(get_user)

    def person(user: BaseUser) -> Person:
        manager = get_auth_manager()
        decides = manager.is_authorized_dag(
            method="PUT", access_entity=answers_for, details=DagDetails(id=DAG), user=user
        )
        return Person(user.get_name(), decides)

    def reader(user: Any = who_asks, _: Any = may_read) -> Person:
        return person(user)

    def writer(user: Any = who_asks, _: Any = may_write) -> Person:
        return person(user)

    key = hashlib.sha256(f"newsmend csrf {conf.get_mandatory_value('api', 'secret_key')}".encode()).digest()
    who = Who(reader, writer, key, _day_of_run, "Your session ended. Load Airflow's page again and log in.")
    return create_app(SharedPlace(), who)


def _day_of_run(dag_id: str, run_id: str) -> Any:
    """The day of a run of ours; None for any other."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    from pipeline.flow.window import window

    if dag_id not in ("news_ingest", "news_mend", "news_publish"):
        return None
    ids = (run_id, run_id.replace(" ", "+"))  # a plus that was not escaped arrives as a space
    with create_session() as session:
        query = select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id.in_(ids)).limit(1)
        run = session.scalars(query).first()
        if run is None:
            return None
        times = ("logical_date", "data_interval_start", "data_interval_end")
        return window({"dag_run": run, "params": run.conf, **{name: getattr(run, name) for name in times}}).day
