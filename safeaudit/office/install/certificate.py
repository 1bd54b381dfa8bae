"""A certificate for https on this computer only: made by an authority that may vouch for nothing else and whose key is thrown away."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from safeaudit.paths import atomic

NAME = "safeaudit on this computer"
NOT_FOR = dict.fromkeys(
    ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
    False,
)
DAYS = 397
"""Browsers refuse certificates that run longer."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Three files: `authority` is what the person trusts, `chain` and `key` are what the server shows."""

    authority: Path
    chain: Path
    key: Path

    @property
    def complete(self) -> bool:
        return all(path.is_file() for path in (self.authority, self.chain, self.key))


def certificate_in(folder: Path) -> Certificate:
    return Certificate(folder / "authority.crt", folder / "localhost.crt", folder / "localhost.key")


def expires(certificate: Certificate) -> datetime | None:
    """When the server's certificate ends; None when there is none that can be read."""
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificate(certificate.chain.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def make(folder: Path, *, now: datetime | None = None) -> Certificate:
    """Write a new certificate into `folder`; the key may be read by its owner only."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    start = (now or datetime.now(UTC)) - timedelta(hours=1)
    end = start + timedelta(days=DAYS)
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    allowed = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_network("127.0.0.1/32"))]
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    of_authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())

    def begun(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
        own = x509.SubjectKeyIdentifier.from_public_key(public)
        return builder.add_extension(own, critical=False).add_extension(of_authority, critical=False)

    def usage(*, signs: bool) -> x509.KeyUsage:
        return x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **NOT_FOR)

    authority = (
        begun(issuer, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(usage(signs=False), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    made = certificate_in(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in (
        (made.authority, authority.public_bytes(pem)),
        (made.chain, server.public_bytes(pem) + authority.public_bytes(pem)),
        (made.key, private),
    ):
        with atomic(path) as temporary:
            temporary.write_bytes(content)
    if os.name != "nt":
        made.key.chmod(0o600)
    return made
