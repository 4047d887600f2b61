"""How fast the site is, beside the least that Django needs for the same job: `python3 bench/run.py`.

On SQLite and on PostgreSQL, served by granian as in docs/deployment.md, measured with wrk in turns, in one run.
bench/README.md says what is measured and what you need. Options: --help.
"""

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
WORK = ROOT / "data" / "bench"  # on the disk that the site would use: a disk in memory would flatter SQLite
RESULTS = ROOT / "bench" / "results"
REPORT = ROOT / "docs" / "measurements" / "pages.md"
POSTGRESQL = os.environ.get("BENCH_POSTGRES_URL", "postgres://127.0.0.1:5432/bench_patientplus")
CSRF = "csrfmiddlewaretoken=" + "c" * 32
WORKERS = 2
FLOORS = {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}  # in the environment of what serves or asks the floors
PROXY = {"Host": "patientplus.example", "X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "https"}


@dataclass(frozen=True)
class Case:
    """One thing that is asked again and again. `floor` is the case it is compared with, `goal` the ratio to reach."""

    name: str
    app: str
    path: str
    body: str = ""
    status: int = 200
    cookies: bool = False
    floor: str = ""
    goal: float = 0.0
    most_queries: int | None = None
    writes: str = ""  # what there is one more of for each request

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"


def cases(version: int, article: str) -> list[Case]:
    """Every case, the floors first."""
    return [
        Case("floor A: finished bytes", "floors", "/finished"),
        Case("floor B: tracked", "floors", "/tracked", cookies=True, writes="views"),
        Case("floor C: POST a note", "floors", "/note", "body=w&key=KEY", 302, cookies=True, writes="notes"),
        Case("floor D: POST a vote", "floors", "/vote", "useful=yes", 302, writes="votes"),
        Case("article, anonymous", "site", article, floor="floor A: finished bytes", goal=0.85, most_queries=0),
        Case("article, signed in", "site", article, cookies=True, floor="floor B: tracked", goal=2, most_queries=3),
        Case(
            "POST a note",
            "site",
            f"/notes/on/{version}/",
            f"{CSRF}&section=&quote=&body=w&key=KEY",
            302,
            cookies=True,
            floor="floor C: POST a note",
            goal=1.3,
            writes="notes",
        ),
        Case(
            "POST a vote",
            "site",
            f"/feedback/vote/{version}/",
            "useful=yes",
            302,
            floor="floor D: POST a vote",
            goal=1,
            writes="votes",
        ),
    ]


@dataclass
class Figures:
    """What was measured of one case on one database, a value for each round."""

    rate: list[float] = field(default_factory=list)  # requests per second
    p50: list[float] = field(default_factory=list)  # milliseconds
    p99: list[float] = field(default_factory=list)
    queries: int = 0


class Stop(Exception):
    """Nothing can be measured, and the message says why and what to do."""


# --- Programs ---


def environment(url: str) -> dict[str, str]:
    """Settings as on a server behind a proxy that ends HTTPS: wrk says that it is that proxy."""
    return os.environ | {
        "DEBUG": "false",
        "SECRET_KEY": "only-for-measuring-on-this-machine-never-for-people-to-sign-in-to",
        "ALLOWED_HOSTS": "patientplus.example,127.0.0.1",
        "SITE_URL": "https://patientplus.example",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DATABASE_URL": url,
        "DATA_DIR": str(WORK),
        "STATIC_ROOT": str(WORK / "static"),
        "REDIS_URL": "",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "patientplus.settings",
        "FINISHED_PAGE": str(WORK / "page.html"),
        "PYTHONPATH": str(ROOT),
    }


def python(*arguments: str, env: dict[str, str], words: str = "") -> str:
    """Run a module of the project; what it printed."""
    command = [str(BIN / "python"), "-W", "ignore", *arguments]
    result = subprocess.run(command, env=env, cwd=ROOT, input=words, text=True, stdout=subprocess.PIPE)
    if result.returncode:
        raise Stop(f"{' '.join(arguments)} failed: see above.")
    return result.stdout


@contextmanager
def served(app: str, port: int, env: dict[str, str]) -> Iterator[subprocess.Popen]:
    """The site, or the floors, on a port of this machine."""
    if app == "floors":
        env = env | FLOORS
    target = (
        ["patientplus.wsgi:application"] if app == "site" else ["--factory", "django.core.wsgi:get_wsgi_application"]
    )
    options = ["--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1"]
    command = [str(BIN / "granian"), *options, "--log-level", "warning", *target]
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        _wait_for(port, "/health/live/" if app == "site" else "/finished", server)
        yield server
    finally:
        server.terminate()
        server.wait(20)


def ask(port: int, path: str, cookies: str = "") -> tuple[int, bytes]:
    """Status and body of an answer, as the proxy in front of the site would get it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=PROXY | {"Cookie": cookies})
    response = connection.getresponse()
    return response.status, response.read()


def _wait_for(port: int, path: str, server: subprocess.Popen) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise Stop(f"The server on port {port} ended: see above. Is the port taken? Give another with --port.")
        try:
            ask(port, path)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Stop(f"The server on port {port} did not begin to answer within 30 s.")


# --- Databases ---


def _postgres(statement: str, env: dict[str, str]) -> None:
    url = urlsplit(POSTGRESQL)
    if not url.path.startswith("/bench"):
        raise Stop("The database of BENCH_POSTGRES_URL is dropped afterwards, so its name must begin with bench.")
    script = "import psycopg, sys; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"
    name = url.path.strip("/")
    python("-c", script, url._replace(path="/postgres").geturl(), statement.format(name), env=env)


@contextmanager
def database(vendor: str) -> Iterator[dict[str, str]]:
    """The environment of an empty database that is gone afterwards."""
    if vendor == "sqlite":
        yield environment(f"sqlite:///{WORK / 'db.sqlite3'}")
        return
    env = environment(POSTGRESQL)
    _postgres('drop database if exists "{}"', env)
    _postgres('create database "{}"', env)
    try:
        yield env
    finally:
        _postgres('drop database "{}" with (force)', env)


# --- Measuring ---


class Bench:
    """One database with the site and the floors served from it."""

    def __init__(self, vendor: str, port: int, stack: ExitStack) -> None:
        self.vendor, self.ports = vendor, {"site": port, "floors": port + 1}
        self.env = stack.enter_context(database(vendor))
        self.folder = WORK / vendor
        self.folder.mkdir()
        say(f"{vendor}: filling the database")
        python("-m", "bench.prepare", "fill", str(self.folder), env=self.env)
        python("manage.py", "migrate", "sessions", "--verbosity", "0", env=self.env | FLOORS)
        python("-m", "bench.prepare", "sign_in", str(self.folder / "site"), env=self.env)
        python("-m", "bench.prepare", "sign_in", str(self.folder / "floors"), env=self.env | FLOORS)
        version, article = (self.folder / "version").read_text().split()
        self.cases = cases(int(version), article)
        self.figures = {case.name: Figures() for case in self.cases}
        self.servers = {"site": stack.enter_context(served("site", self.ports["site"], self.env))}
        status, page = ask(port, article)
        if status != 200:
            raise Stop(f"The article on {vendor} answers {status}, not 200.")
        (WORK / "page.html").write_bytes(page)
        self.servers["floors"] = stack.enter_context(served("floors", self.ports["floors"], self.env))
        self._count_queries()

    def _count_queries(self) -> None:
        for app, settings in [("site", {}), ("floors", FLOORS)]:
            member = (self.folder / app).read_text().splitlines()[0]
            asked = [
                {
                    "name": case.name,
                    "path": case.path,
                    "body": case.body,
                    "status": case.status,
                    "cookies": member if case.cookies else "",
                }
                for case in self.cases
                if case.app == app
            ]
            words = json.dumps(asked)
            answer = json.loads(python("-m", "bench.prepare", "queries", env=self.env | settings, words=words))
            for name, number in answer.items():
                self.figures[name].queries = number

    def measure(self, case: Case, run: int, seconds: float) -> None:
        """One round of one case. Raises Stop when an answer was an error or wrote nothing."""
        python("-m", "bench.prepare", "clear", env=self.env)
        cookies = str(self.folder / case.app) if case.cookies else "-"
        self._wrk(case, 2 * run, 1, cookies)
        before = self._rows(case)
        result = self._wrk(case, 2 * run + 1, seconds, cookies)
        if result["refused"] or result["broken"] or not result["requests"]:
            raise Stop(
                f"{case.name} on {self.vendor}: not every answer was right, so its speed means nothing: {result}"
            )
        if case.writes in {"notes", "votes"} and self._rows(case) - before < result["requests"]:
            raise Stop(f"{case.name} on {self.vendor}: fewer {case.writes} than requests.")
        if case.cookies and not case.body and not self._count()["views"]:
            raise Stop(f"{case.name} on {self.vendor}: no page view was written.")
        figures = self.figures[case.name]
        figures.rate.append(result["requests"] / result["seconds"])
        figures.p50.append(result["p50"])
        figures.p99.append(result["p99"])

    def _wrk(self, case: Case, run: int, seconds: float, cookies: str) -> dict[str, float]:
        address = f"http://127.0.0.1:{self.ports[case.app]}{case.path}"
        command = [
            "wrk",
            "-t1",
            "-c16",
            f"-d{seconds:g}s",
            "--timeout",
            "10s",
            "-s",
            str(ROOT / "bench" / "requests.lua"),
            address,
            "--",
        ]
        command += [case.method, cookies, str(run), case.body]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return json.loads(output.strip().splitlines()[-1])

    def _count(self) -> dict[str, int]:
        return json.loads(python("-m", "bench.prepare", "count", env=self.env))

    def _rows(self, case: Case) -> int:
        return self._count()[case.writes] if case.writes in {"notes", "votes"} else 0

    def memory(self) -> float | None:
        """MiB of the largest worker of the site, shared pages shared out; None where the system does not say."""
        pid = self.servers["site"].pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            sizes = [Path(f"/proc/{child}/smaps_rollup").read_text() for child in children]
        except OSError:
            return None
        return max(int(re.search(r"^Pss: +(\d+)", size, re.M).group(1)) for size in sizes) / 1024 if sizes else None


# --- Results ---


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def rows(bench: Bench) -> Iterator[dict]:
    """The results on one database, medians of the rounds."""
    for case in bench.cases:
        figures = bench.figures[case.name]
        rate = statistics.median(figures.rate)
        floor = bench.figures[case.floor].rate if case.floor else []
        yield {
            "case": case.name,
            "rate": round(rate),
            "spread": round((max(figures.rate) - min(figures.rate)) / rate, 2),
            "p50": round(statistics.median(figures.p50), 2),
            "p99": round(statistics.median(figures.p99), 2),
            "queries": figures.queries,
            "ratio": round(rate / statistics.median(floor), 2) if floor else None,
            "goal": case.goal or None,
            "most_queries": case.most_queries,
            "rounds": [round(value) for value in figures.rate],
        }


def table(results: list[dict]) -> str:
    """The results on one database as a Markdown table."""
    lines = [
        "| case | req/s | spread | p50 / p99 ms | queries | ratio to its floor | goal | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in results:
        speed = f"{row['rate']} | {row['spread']:.0%} | {row['p50']} / {row['p99']} | {row['queries']}"
        goal = "1.00 | | "
        if row["ratio"] is not None:
            most = "" if row["most_queries"] is None else f", {row['most_queries']} queries"
            goal = f"{row['ratio']:.2f} | {row['goal']:g}{most} | {'yes' if is_met(row) else 'no'}"
        lines.append(f"| {row['case']} | {speed} | {goal} |")
    return "\n".join(lines)


def is_met(row: dict) -> bool:
    """Whether a case reached its goal."""
    fewer = row["most_queries"] is None or row["queries"] <= row["most_queries"]
    return fewer and row["ratio"] >= row["goal"]


def report(outcome: dict) -> str:
    """Everything that was measured, as Markdown."""
    parts = [f"Measured on {outcome['date']} with `{outcome['command']}`: {outcome['machine']}."]
    for vendor, found in outcome["databases"].items():
        memory = f" A worker of the site took {found['memory']:.0f} MiB." if found["memory"] else ""
        parts.append(f"**{vendor}.**{memory}\n\n{table(found['results'])}")
    return "\n\n".join(parts)


def write_report(words: str) -> None:
    """Put the figures into docs/measurements/pages.md, between its two marks."""
    start, end = "<!-- figures -->", "<!-- end of figures -->"
    before, _, rest = REPORT.read_text().partition(start)
    after = rest.partition(end)[2]
    REPORT.write_text(f"{before}{start}\n\n{words}\n\n{end}{after}")


def machine() -> str:
    """What was measured on, without its name."""
    python_version = python("-c", "import platform; print(platform.python_version())", env=dict(os.environ)).strip()
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {python_version}{load}"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5, help="how long each round of each case takes (5)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds; their median counts (3)")
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--only", default="", help="only cases whose name matches this regular expression")
    parser.add_argument("--port", type=int, default=8161, help="the first of four ports to use (8161)")
    parser.add_argument("--docs", action="store_true", help="also write the figures into docs/measurements/pages.md")
    options = parser.parse_args(arguments)
    if not shutil.which("wrk"):
        raise Stop("wrk is missing. On Debian and Ubuntu: apt install wrk. On a Mac: brew install wrk.")
    if not (BIN / "granian").exists():
        raise Stop("The project's environment is missing: run python3 dev.py install once, which makes it.")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    env = environment(f"sqlite:///{WORK / 'none.sqlite3'}")
    outcome = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "command": " ".join(["python3", "bench/run.py", *arguments]),
        "machine": machine(),
        "databases": {},
    }
    python("manage.py", "collectstatic", "--noinput", "--verbosity", "0", env=env)
    with ExitStack() as stack:
        ports = range(options.port, options.port + 4, 2)
        benches = [Bench(vendor, port, stack) for vendor, port in zip(options.databases, ports, strict=False)]
        for number in range(options.rounds):
            for index, case in enumerate(benches[0].cases):
                for bench in benches if re.search(options.only, case.name) else []:
                    say(f"round {number + 1}: {case.name}, {bench.vendor}")
                    bench.measure(bench.cases[index], int(time.time()), options.seconds)
        for bench in benches:
            bench.cases = [case for case in bench.cases if bench.figures[case.name].rate]
            found = {"memory": bench.memory(), "results": list(rows(bench))}
            outcome["databases"][bench.vendor] = found
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(outcome, indent=2) + "\n")
    shutil.rmtree(WORK)
    print(report(outcome))
    if options.docs:
        write_report(report(outcome))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Stop as reason:
        sys.exit(str(reason))
