"""An issue to many subscribers while its sender is killed again and again: `python3 bench/newsletter.py`.

A real mail server on this machine writes down what it takes in; at the end every address must be in its log exactly once,
but for those whose sender was killed in the moment before the last byte: they are among those in doubt.
Says how long it took, from the first start of the sender to its last end, and the most memory that a sender used.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LEASE = 1.0  # seconds until a killed sender's turn is over; two minutes on a server


def serve(port: int, log: str) -> None:
    """Take in every mail, and write its addressee and Message-ID down before answering for it."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            with open(log, "a") as lines:
                lines.write(f"{envelope.rcpt_tos[0]}\n")
            return "250 OK"

    class Server(SMTP):
        def connection_lost(self, error):
            """Take in what had come whole when the sender was killed, as mail servers do."""
            asyncio.get_running_loop().call_later(1, super().connection_lost, error)

    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Server(Handler()), "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(forever())


def prepare(subscribers: int) -> None:
    """A database with one article, that many subscribers, and an issue that has been let go."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from feedback.models import Issue, Subscription
    from feedback.newsletter import recipients

    call_command("prepare", "--demo", verbosity=0)
    before, today = timezone.now() - timedelta(days=1), timezone.localdate()
    Subscription.objects.bulk_create(
        [Subscription(email=f"reader{number}@example.org", confirmed_at=before) for number in range(subscribers)], 1000
    )
    publisher = User.objects.get(email="publisher@example.org")
    days = {"begins_on": today - timedelta(days=30), "ends_on": today}
    Issue.objects.create(subject="New", released_by=publisher, released_at=timezone.now(), **days)
    print(f"{recipients.find_recipients()} deliveries")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8191)
    parser.add_argument("--serve", metavar="LOG", help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.port, options.serve)
    elif options.prepare:
        prepare(options.subscribers)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(options, Path(folder))


def run(options: argparse.Namespace, folder: Path) -> None:
    log = folder / "smtp.log"
    log.touch()
    env = {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        **os.environ,
        "SECRET_KEY": "bench",
        "DEBUG": "true",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "patientplus.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{options.port}",
        "SENDER_LEASE": str(LEASE),
        "LOG_LEVEL": "WARNING",
    }
    me = [sys.executable, __file__, "--port", str(options.port)]
    server = subprocess.Popen([*me, "--serve", str(log)])
    try:
        subprocess.run([*me, "--prepare", "--subscribers", str(options.subscribers)], env=env, check=True)
        seconds, peak, kills, in_doubt = send(options, env, log)
    finally:
        server.terminate()
    got = Counter(log.read_text().split())
    missing = options.subscribers - len(got)
    twice = sum(1 for count in got.values() if count > 1)
    print(f"{sum(got.values())} mails in {seconds:.1f} s, killed {kills} times; peak memory of a sender {peak} MiB")
    print(f"addresses with none: {missing}; with more than one: {twice}; in doubt: {in_doubt}")
    sys.exit(bool(missing > in_doubt or twice or kills < options.kills))


def send(options: argparse.Namespace, env: dict[str, str], log: Path) -> tuple[float, int, int, int]:
    """Start the sender, kill it at random moments of its work, and start it again until nothing waits."""
    chance = random.Random(options.seed)
    marks = sorted(chance.sample(range(options.subscribers // 20, options.subscribers * 19 // 20), options.kills))
    began, peak, kills = time.monotonic(), 0, 0
    while True:
        sender = subprocess.Popen([sys.executable, "-m", "bench.sender"], cwd=ROOT, env=env, stdout=subprocess.PIPE)
        while sender.poll() is None:
            peak = max(peak, memory(sender.pid))
            if kills < len(marks) and log.stat().st_size >= marks[kills] * 20:
                time.sleep(chance.uniform(0, 0.05))  # anywhere between two mails
                sender.send_signal(signal.SIGKILL)
                kills += 1
                sender.wait()
            time.sleep(0.001)
        if sender.returncode == 0:
            return time.monotonic() - began, peak, kills, int(sender.communicate()[0])
        time.sleep(LEASE)


def memory(pid: int) -> int:
    """The most memory that a process has used so far, in MiB; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak[0]) // 1024 if peak else 0


if __name__ == "__main__":
    main()
