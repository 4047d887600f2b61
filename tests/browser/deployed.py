"""The site as docs/deployment.md serves it: granian with two workers, DEBUG off, collected files, over HTTPS."""

import base64
import hashlib
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"  # an address rather than a name: browsers remember of names that they want HTTPS


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of this run: its `file`, its `key`, and the `pin` by which a browser may believe it."""
    key, folder = ec.generate_private_key(ec.SECP256R1()), tmp_path_factory.mktemp("tls")
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(signed.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    spki = key.public_key().public_bytes(serialization.Encoding.DER, public)
    pin = base64.b64encode(hashlib.sha256(spki).digest()).decode()
    return SimpleNamespace(file=folder / "certificate.pem", key=folder / "key.pem", pin=pin)


def database_url() -> str:
    """The address of the database of the tests."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        return listening.getsockname()[1]


@pytest.fixture(scope="session")
def granian(django_db_setup, django_db_blocker, collected_files, certificate, tmp_path_factory):
    """The address of two workers on the database of the tests."""
    with django_db_blocker.unblock():
        own = {"DATABASE_URL": database_url(), "STATIC_ROOT": str(collected_files)}
    folder, port = tmp_path_factory.mktemp("deployed"), free_port()
    own |= {"DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": HOST}
    own |= {"EMAIL_URL": "dummymail://", "SITE_URL": f"https://{HOST}:{port}", "DEBUG": "false"}
    tls = ["--ssl-certificate", str(certificate.file), "--ssl-keyfile", str(certificate.key)]
    serve = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "2", *tls]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "granian", *serve, "patientplus.wsgi:application"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **own},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"https://{HOST}:{port}", process, folder / "log", certificate.file)
            yield f"https://{HOST}:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen, log: Path, certificate: Path, *, seconds: float = 60) -> None:
    """Wait until the site answers. Raises AssertionError with its log when it ends or never does."""
    trusted, end = ssl.create_default_context(cafile=str(certificate)), time.monotonic() + seconds
    while True:
        assert process.poll() is None, log.read_text()
        try:
            urlopen(f"{address}/health/live/", context=trusted, timeout=5).close()  # noqa: S310
            return
        except URLError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.1)


@pytest.fixture
def deployed_site(granian, transactional_db, settings):
    """The site as it is deployed, with its `url`. What a test publishes waits until both workers know."""
    settings.KEEP_PAGES = True
    return SimpleNamespace(url=granian)
