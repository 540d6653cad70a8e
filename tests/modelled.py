"""Services made from botocore's models, for what the tests have no real one of. None of them is AWS.

A request is read by the model, checked by botocore's own validator (an unknown member fails), written again by its
serialiser and compared with what was sent; an answer is checked by the model before it goes out. What is wrong is
kept in `wrong`, which a test looks at, and answered with status 599, which no client takes for a refusal.
"""

import json
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.loaders
import botocore.model
import botocore.serialize
import botocore.validate


class Refusal(Exception):
    """An error of the model."""

    def __init__(self, code, **members):
        super().__init__(code)
        self.code, self.members = code, members


class Wrong(Exception):
    """A request that the model does not know."""


class Model:
    def __init__(self, name):
        loader = botocore.loaders.Loader()
        self.service = botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)
        self.operations = [self.service.operation_model(name) for name in self.service.operation_names]

    def operation(self, method, path):
        for operation in self.operations:
            if (operation.http["method"], operation.http["requestUri"]) == (method, path):
                return operation
        return None

    def read(self, operation, query, headers, body):
        """The input of a request."""
        shape = operation.input_shape
        given = {}
        names = {}
        for name, member in shape.members.items():
            place = member.serialization.get("location")
            wire = member.serialization.get("name", name)
            names.setdefault(place, {})[wire] = name
            if place == "header" and headers.get(wire) is not None:
                given[name] = headers[wire]
        for wire, values in urllib.parse.parse_qs(query, keep_blank_values=True, strict_parsing=bool(query)).items():
            if len(values) != 1 or wire not in names.get("querystring", {}):
                raise Wrong(f"{operation.name}: {wire} in the query")
            name = names["querystring"][wire]
            number = shape.members[name].type_name == "integer"
            given[name] = int(values[0]) if number else values[0]
        payload = shape.serialization.get("payload")
        sent = json.loads(body) if body else {}
        if payload:
            given[payload] = sent
        else:
            for wire in sent:
                # One that is not known keeps its name, so that the validator says so.
                given[names.get(None, {}).get(wire, wire)] = sent[wire]
        self.check(given, shape)
        return given

    def check(self, given, shape):
        report = botocore.validate.ParamValidator().validate(given, shape)
        if report.has_errors():
            raise Wrong(report.generate_report())
        self.check_patterns(given, shape)

    def check_patterns(self, given, shape):
        """What botocore leaves to the service."""
        if shape.type_name == "structure":
            for name, value in given.items():
                self.check_patterns(value, shape.members[name])
        pattern = shape.metadata.get("pattern") if shape.type_name == "string" else None
        if pattern and not re.fullmatch(pattern, given):
            raise Wrong(f"{shape.name} does not match {pattern}")

    def compare(self, operation, given, method, target, headers, body):
        """The request is the one that botocore would send."""
        serializer = botocore.serialize.create_serializer("rest-json", include_validation=True)
        would = serializer.serialize_to_request(given, operation)
        query = would["query_string"]
        query = urllib.parse.urlencode(query) if isinstance(query, dict) else query
        path, _, sent_query = target.partition("?")
        pairs = [sorted(urllib.parse.parse_qsl(text)) for text in (query, sent_query)]
        if (would["method"], would["url_path"], pairs[0]) != (method, path, pairs[1]):
            raise Wrong(f"{operation.name}: {method} {path} is not {would['method']} {would['url_path']}")
        for name, value in would["headers"].items():
            if headers.get(name) != value:
                raise Wrong(f"{operation.name}: the header {name} is {headers.get(name)!r}, not {value!r}")
        expected = would["body"]
        if (json.loads(expected) if expected else None) != (json.loads(body) if body else None):
            raise Wrong(f"{operation.name}: another body")

    def answer(self, operation, output):
        """The JSON of an output."""
        self.check(output, operation.output_shape)
        payload = operation.output_shape.serialization.get("payload")
        return json.dumps(output[payload] if payload else output).encode()

    def refusal(self, operation, refusal):
        """The status and JSON of an error."""
        known = {shape.name: shape for shape in operation.error_shapes}
        # Of the portal's: not in the model, and answered all the same.
        if refusal.code == "ForbiddenException":
            return 403, json.dumps({"message": "No access"}).encode()
        shape = known[refusal.code]
        self.check(refusal.members, shape)
        return shape.metadata.get("error", {}).get("httpStatusCode", 403), json.dumps(refusal.members).encode()


class Modelled:
    """A server of some models. `pages` answers what is in none of them: (method, path, query) to (status, headers, text)."""

    def __init__(self, handlers, pages=None):
        self.models = {name: Model(name) for name in handlers}
        self.handlers, self.pages = handlers, pages
        self.wrong, self.calls = [], []
        self.lock = threading.Lock()
        modelled = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                status, headers, body = modelled.serve(self.command, self.path, self.headers, self.rfile.read(length))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def serve(self, method, target, headers, body):
        path, _, query = target.partition("?")
        for name, model in self.models.items():
            operation = model.operation(method, path)
            if operation is None:
                continue
            try:
                given = model.read(operation, query, headers, body)
                model.compare(operation, given, method, target, headers, body)
                if headers.get("Authorization"):
                    raise Wrong(f"{operation.name} is signed")
                with self.lock:
                    self.calls.append(operation.name)
                    try:
                        output = self.handlers[name](operation.name, given, headers, self.url + target)
                        return 200, {"Content-Type": "application/json"}, model.answer(operation, output)
                    except Refusal as refusal:
                        status, told = model.refusal(operation, refusal)
                        return status, {"Content-Type": "application/json", "x-amzn-ErrorType": refusal.code}, told
            except Exception as error:  # whatever is wrong is the test's to know
                self.wrong.append(f"{type(error).__name__}: {error}")
                return 599, {}, b"{}"
        if self.pages:
            with self.lock:
                status, more, text = self.pages(method, path, dict(urllib.parse.parse_qsl(query)))
            return status, more, text.encode()
        self.wrong.append(f"{method} {path} is in no model")
        return 599, {}, b"{}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
        assert self.wrong == []
