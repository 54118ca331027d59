"""Certificates of our own: an authority, and servers in order, out of date, self-signed, or somebody else's."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """Signs certificates; `bundle` is the file that a client trusts."""

    key: ec.EllipticCurvePrivateKey
    name: x509.Name
    bundle: Path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def authority(folder: Path) -> Authority:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("An authority of ours")
    made = _builder(name, name, key.public_key(), days=30)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    bundle = folder / "authority.pem"
    bundle.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return Authority(key, name, bundle)


def context(
    by: Authority, folder: Path, *, days: int = 30, host: str = "127.0.0.1", own: bool = False
) -> ssl.SSLContext:
    """A server's side, valid for `days` (over where negative) and for `host`, signed `by` or by its `own` key."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = _name(host) if own else by.name
    made = _builder(_name(host), issuer, key.public_key(), days=days)
    made = made.add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
    signed = made.sign(key if own else by.key, hashes.SHA256())
    file = folder / f"server-{host}-{days}-{own}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, days: int
) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - timedelta(days=60 if days < 0 else 1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(start).not_valid_after(datetime.now(UTC) + timedelta(days=days))
