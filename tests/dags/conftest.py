"""Airflow on a temporary SQLite database. Airflow reads its settings at import, so the environment comes first."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flow.conftest import NOW
from tests.sites import demo_site

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(tempfile.mkdtemp(prefix="newsmend-airflow-"))
DAY = (NOW - timedelta(days=2)).date()

os.environ.update(
    {
        "AIRFLOW_HOME": str(HOME),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME}/airflow.db",
        "AIRFLOW__API_AUTH__JWT_SECRET": "t" * 64,
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__SCHEDULER__CREATE_CRON_DATA_INTERVALS": "True",
    }
)


@pytest.fixture(scope="session")
def airflow_db() -> None:
    pytest.importorskip("airflow", reason="Airflow is not installed: the extra `airflow` brings it")
    from airflow.utils import db

    db.initdb()


@pytest.fixture(scope="session")
def dagbag(airflow_db: None) -> Any:
    """The DAGs, registered so that `dag.test()` accepts them."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.collection import update_dag_parsing_results_in_db
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.pool import Pool
    from airflow.serialization.serialized_objects import LazyDeserializedDAG
    from airflow.utils.session import create_session

    bag = DagBag(dag_folder=str(ROOT / "dags"))
    with create_session() as session:
        DagBundlesManager().sync_bundles_to_db(session=session)  # type: ignore[no-untyped-call]
        session.commit()
        for dag in bag.dags.values():
            dag.deadline = None  # `dag.test()` of Airflow 3.3.2 cannot look a deadline up; the scheduler can
            lazy = [LazyDeserializedDAG.from_dag(dag)]
            update_dag_parsing_results_in_db("dags-folder", None, lazy, {}, 0.1, set(), session)
    for name in ("fetch", "mend", "publish"):
        Pool.create_or_update_pool(name, slots=2, description="", include_deferred=False)
    return bag


@pytest.fixture
def workplace_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment that the tasks read: an empty store and a live demo site."""
    with demo_site(NOW) as url:
        env = {"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_DEMO_URL": url}
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield env
