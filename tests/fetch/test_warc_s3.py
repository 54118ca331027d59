"""WARC files in an S3-compatible store: moto's server, spoken to over HTTP as any other."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.fetch.warc_shelf import Shelf
from pipeline.model.errors import Unreachable
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from tests.fetch.warc_files import article, info, record

START, END = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
URL, FILE = "https://news.test/world/bridge", "crawls/CC-NEWS/2026/11/CC-NEWS-20261120063110-00012.warc.gz"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    s3fs = pytest.importorskip("s3fs", reason="the extra `s3` brings it")
    from moto.server import ThreadedMotoServer

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    if not fs.exists("crawls"):
        fs.mkdir("crawls")
    fs.pipe_file(FILE, info() + record("https://other.test/", article()) + record(URL, article()))
    yield "s3://crawls/CC-NEWS"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_a_page_is_read_out_of_the_middle_of_an_object(bucket: str) -> None:
    source = Source("news", "News", "https://news.test/", warc=(bucket,))
    (one,) = Shelf().candidates(source, bucket, START, END, {"news.test"})
    assert isinstance(one, Candidate)
    assert one.found_in.startswith(f"warc:s3://{FILE}#")
    assert Shelf().page(one.found_in, one.url, source).body == article()


def test_a_bucket_that_is_not_there_is_said_so(bucket: str) -> None:
    source = Source("news", "News", "https://news.test/", warc=("s3://another/",))
    with pytest.raises(Unreachable, match="WARC files cannot be read"):
        list(Shelf().candidates(source, "s3://another/", START, END, {"news.test"}))
