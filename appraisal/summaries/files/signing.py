"""Whose key signs the PDF of a frozen summary: the one in the settings, or a development key made on this machine."""

import os
import secrets
from datetime import timedelta
from functools import cache, cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pyhanko.sign.general import get_pyca_cryptography_hash
from pyhanko.sign.signers import SimpleSigner

DEVELOPMENT = "PatientPlus development key: proves nothing"
DEVELOPMENT_YEARS = 10


class Signer(SimpleSigner):
    """A signer that reads its RSA key once. pyHanko reads and checks it twice for each PDF: 83 ms, to sign in 1."""

    @cached_property
    def key(self) -> object:
        """The private key, ready."""
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The signature of these bytes."""
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)["algorithm"].native
        if isinstance(self.key, rsa.RSAPrivateKey) and mechanism == f"{digest_algorithm}_rsa":
            return self.key.sign(data, padding.PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))
        return super().sign_raw(data, digest_algorithm)


def is_development_key() -> bool:
    """Whether no key was set, so that PDFs are signed with one that anyone could have made."""
    return not settings.SUMMARY_SIGNING_KEY


@cache
def signer() -> Signer:
    """The key and its certificates, read once. Raises ImproperlyConfigured when they cannot be used."""
    key, certificate = key_files()
    passphrase = settings.SUMMARY_SIGNING_PASSPHRASE.encode() or None
    loaded = SimpleSigner.load(str(key), str(certificate), key_passphrase=passphrase)
    if loaded is None:
        raise ImproperlyConfigured(f"SUMMARY_SIGNING_KEY cannot be used: {key} with {certificate}.")
    return Signer(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)


def certificate() -> x509.Certificate:
    """The certificate that a reader of the PDF compares with."""
    signing_cert = signer().signing_cert
    assert signing_cert is not None  # noqa: S101 (loaded with a certificate)
    return x509.load_der_x509_certificate(signing_cert.dump())


def fingerprint() -> str:
    """The certificate's SHA-256 in groups of four, as viewers show it."""
    digits = certificate().fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def key_files() -> tuple[Path, Path]:
    """Where the private key and its certificate are. Raises ImproperlyConfigured when only one is named."""
    key, certificate = settings.SUMMARY_SIGNING_KEY, settings.SUMMARY_SIGNING_CERTIFICATE
    if bool(key) != bool(certificate):
        raise ImproperlyConfigured("Set SUMMARY_SIGNING_KEY and SUMMARY_SIGNING_CERTIFICATE, or neither.")
    return (Path(key), Path(certificate)) if key else development_files()


def development_files() -> tuple[Path, Path]:
    """The development key and certificate, made at first in DATA_DIR, readable by their owner only."""
    folder = settings.DATA_DIR / "development-signing"
    if not folder.exists():
        make_development_key(folder)
    return folder / "key.pem", folder / "certificate.pem"


def make_development_key(folder: Path) -> None:
    """Make both in a folder of their own and rename it: two processes that begin at once use the same pair."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    draft = folder.with_name(f"{folder.name}-{secrets.token_hex(8)}")
    draft.mkdir(mode=0o700, parents=True)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (draft / "key.pem").write_bytes(private)
    (draft / "key.pem").chmod(0o600)
    (draft / "certificate.pem").write_bytes(self_signed(key).public_bytes(serialization.Encoding.PEM))
    try:
        os.rename(draft, folder)
    except OSError:  # the other process was first
        for made in draft.iterdir():
            made.unlink()
        draft.rmdir()


def self_signed(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """A certificate that vouches for itself, for signing documents only."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, DEVELOPMENT)])
    today = timezone.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=DEVELOPMENT_YEARS * 365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, decipher_only=False, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
