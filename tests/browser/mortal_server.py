"""The site in a process that can be killed, for tests: `python -m tests.browser.mortal_server PORT`.

The parent loads the site once, says "ready", and serves from a child; a child that was killed is replaced at once. The
first child stops in the middle of the first note that is posted to it, before anything is done; the third once the note
is in the database and before it answers; and so on in turns. The children between them serve as usual. What a child
does it says on a line of its own: its process id, and "serves", "before" or "after".
"""

import os
import sys
import time
from itertools import cycle

MOMENTS = ("before", "serves", "after", "serves")


def serve(port: int) -> None:
    """Serve until this process and its child are ended: start it in a session of its own, and end that."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.0"  # a browser sends anew, by itself, what it lost on a connection that was kept

    application = get_wsgi_application()
    server = ThreadedWSGIServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    print("ready", flush=True)
    for moment in cycle(MOMENTS):
        child = os.fork()
        if not child:
            server.set_app(mortal(application, moment))
            say(moment if moment == "serves" else "waits")
            server.serve_forever()
        os.waitpid(child, 0)


def mortal(application, moment: str):
    """The application, which never answers a note that is posted to it unless it `serves`."""

    def inner(environ, start_response):
        if moment == "serves" or environ["REQUEST_METHOD"] != "POST" or "/notes/" not in environ["PATH_INFO"]:
            return application(environ, start_response)
        if moment == "after":
            list(application(environ, lambda *_: None))
        say(moment)
        time.sleep(600)  # killed long before
        return []

    return inner


def say(what: str) -> None:
    print(os.getpid(), what, flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
