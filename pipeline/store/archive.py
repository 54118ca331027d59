"""Raw bytes by key, in a folder or any object store."""

from __future__ import annotations

import os
import re
import uuid
from pathlib import PurePosixPath
from typing import Any

from pipeline.model.errors import StoreError
from pipeline.model.faultpoint import reached

HINT = "Check NEWSMEND_ARCHIVE_URL, the free space and who may write there."


class Archive:
    """One place, by fsspec's URL or a path. What is under a key was written whole, whoever was killed meanwhile."""

    def __init__(self, url: str) -> None:
        import fsspec

        self._url = re.sub(r"(?<=://)[^/@]*@", "***@", url)  # as people may see it
        try:
            self._fs, self._root = fsspec.core.url_to_fs(url)
        except (ValueError, ImportError) as error:
            raise StoreError(
                str(error), where=self._url, hint="Is the package for this kind of URL installed?"
            ) from error

    def put(self, key: str, data: bytes) -> None:
        """Writes all or nothing; the same bytes under the same key again are not written."""
        path = self._path(key)
        try:
            if self._fs.exists(path) and self._fs.cat_file(path) == data:
                return
            self._write(path, data)
        except OSError as error:
            raise self._failure("cannot be written", key, error) from error

    def get(self, key: str) -> bytes:
        """What is under the key; of `pack#120+40` 40 bytes from the 120th on. StoreError where there is nothing."""
        name, _, part = key.partition("#")
        path = self._path(name)
        try:
            start, end = _span(part)
            return bytes(self._fs.cat_file(path, start=start, end=end))
        except FileNotFoundError as error:
            hint = "Was the archive moved, or is NEWSMEND_ARCHIVE_URL another one's?"
            raise StoreError("not in the archive", where=f"{self._url} {key}", hint=hint) from error
        except OSError as error:
            raise self._failure("cannot be read", key, error) from error

    def exists(self, key: str) -> bool:
        """Whether something is there."""
        return bool(self._fs.exists(self._path(key)))

    def keys(self, prefix: str, *, hidden: bool = False) -> list[str]:
        """The keys below a folder, sorted; none where it is not there. What is half written is `hidden`."""
        folder = self._path(prefix) if prefix else self._root
        try:
            found = self._fs.find(folder)
        except FileNotFoundError:
            return []
        skip = len(self._root.rstrip("/")) + 1
        return sorted(path[skip:] for path in found if hidden or not path.rpartition("/")[2].startswith("."))

    def delete(self, key: str) -> None:
        """Takes it away; nothing happens where it is gone already."""
        try:
            self._fs.rm_file(self._path(key))
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._failure("cannot be deleted", key, error) from error

    def _write(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        if "file" not in _protocols(self._fs):  # an object store takes an object whole, or not at all
            self._fs.pipe_file(path, data)
            return
        self._fs.makedirs(folder, exist_ok=True)
        temporary = f"{folder}/.{name}.{uuid.uuid4().hex}"
        try:
            with self._fs.open(temporary, "wb") as file:
                file.write(data)
                file.flush()
                # the database may say that a page is there only when a power cut cannot take it away
                os.fsync(file.fileno())
            reached("archive-half-written")
            self._fs.mv(temporary, path)
        except BaseException:
            if self._fs.exists(temporary):
                self._fs.rm_file(temporary)
            raise

    def _path(self, key: str) -> str:
        parts = PurePosixPath(key).parts
        if not parts or key.startswith("/") or ".." in parts or "\\" in key or "\0" in key:
            raise StoreError("not a key of the archive", where=repr(key), hint="Keys are relative paths with slashes.")
        return "/".join((self._root.rstrip("/"), *parts))

    def _failure(self, what: str, key: str, error: OSError) -> StoreError:
        return StoreError(f"{what} ({error.strerror or error})", where=f"{self._url} {key}", hint=HINT)


def _span(part: str) -> tuple[int | None, int | None]:
    if not part:
        return None, None
    start, _, length = part.partition("+")
    try:
        return int(start), int(start) + int(length)
    except ValueError as error:
        raise StoreError("not a part of a pack", where=repr(part), hint="It is written as offset+length.") from error


def _protocols(fs: Any) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
