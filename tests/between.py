"""A proxy between a client and the server, which counts requests and does something at one of them."""

import http.client
import http.server
import threading
import urllib.parse

from tegata import PATIENCE

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Between:
    """Forwards every request as it is, its Host header too, since that is signed.

    `before` and `after` are called with the request's number, from 1, and its `Action`: before it is forwarded, and
    before its answer is handed back. A true answer of `before` means that the request is dropped.
    """

    def __init__(self, server):
        self.actions = []
        self.before = self.after = lambda number, action: None
        between = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                action = urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]
                between.actions.append(action)
                number = len(between.actions)
                if between.before(number, action):
                    self.close_connection = True
                    return
                upstream = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
                upstream.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    if name.lower() not in HOP_BY_HOP:
                        upstream.putheader(name, value)
                upstream.putheader("Content-Length", str(len(body)))
                upstream.endheaders(body)
                answer = upstream.getresponse()
                content = answer.read()
                upstream.close()
                if between.after(number, action):
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a client that was killed

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()

    def reset(self):
        self.actions.clear()
        self.before = self.after = lambda number, action: None

    def close(self):
        self._listener.shutdown()
        self._listener.server_close()
