"""The archive on an S3-compatible store: moto's server, spoken to over HTTP as any other."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pipeline.model.errors import StoreError
from pipeline.store.archive import Archive

BUCKET = "pages"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def archive(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Archive:
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem()
    if not fs.exists(BUCKET):
        fs.mkdir(BUCKET)
    return Archive(f"s3://{BUCKET}/raw")


def test_what_is_put_is_got(archive: Archive) -> None:
    archive.put("demo/2026/11/24/a.warc.gz", b"one")
    archive.put("demo/2026/11/24/a.warc.gz", b"one")
    assert archive.get("demo/2026/11/24/a.warc.gz") == b"one"
    archive.put("demo/2026/11/24/a.warc.gz", b"two")
    assert archive.get("demo/2026/11/24/a.warc.gz") == b"two"
    assert archive.exists("demo/2026/11/24/a.warc.gz")
    assert not archive.exists("demo/2026/11/24/b.warc.gz")


def test_parts_lists_and_deletes(archive: Archive) -> None:
    archive.put("parts/pack", bytes(range(100)))
    assert archive.get("parts/pack#10+5") == bytes(range(10, 15))
    archive.put("parts/x/one", b"1")
    assert archive.keys("parts") == ["parts/pack", "parts/x/one"]
    archive.delete("parts/pack")
    archive.delete("parts/pack")
    assert archive.keys("parts") == ["parts/x/one"]
    assert archive.keys("nothing") == []


def test_what_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(StoreError, match="not in the archive"):
        archive.get("demo/none")
    with pytest.raises(StoreError, match="not in the archive"):
        archive.get("demo/none#0+5")


def test_a_bucket_that_is_not_there_is_a_clear_error(archive: Archive) -> None:
    with pytest.raises(StoreError, match=r"s3://no-such-bucket.*NEWSMEND_ARCHIVE_URL"):
        Archive("s3://no-such-bucket/raw").put("a", b"x")
