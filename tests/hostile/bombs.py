"""Small answers that unpack to much."""

from __future__ import annotations

import gzip
import zlib

MIB = 1_048_576


def gzip_bomb(mebibytes: int) -> bytes:
    """A gzip file of so many MiB of zeros, made of one block that repeats; its end is missing, nobody gets there."""
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + _blocks(mebibytes)


def deflate_bomb(mebibytes: int) -> bytes:
    """The same as a zlib stream."""
    return b"\x78\x9c" + _blocks(mebibytes)


def _blocks(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes


def brotli_bomb(mebibytes: int) -> bytes:
    """So many MiB of zeros, packed by brotli."""
    import brotli

    packer = brotli.Compressor(quality=5)
    block = bytes(MIB)
    return b"".join(packer.process(block) for _ in range(mebibytes)) + bytes(packer.finish())


def zstd_bomb(mebibytes: int) -> bytes:
    """So many MiB of zeros, one zstd frame for each 16."""
    from backports import zstd

    return bytes(zstd.compress(bytes(16 * MIB))) * (mebibytes // 16)


def members(count: int) -> bytes:
    """A gzip file of so many members, each of 1,000 bytes."""
    return gzip.compress(bytes(1_000)) * count


def nested(mebibytes: int, times: int) -> bytes:
    """A gzip bomb that is packed again and again."""
    packed = gzip.compress(bytes(mebibytes * MIB))
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    return packed
