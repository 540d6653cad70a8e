#!/usr/bin/env python3
"""Makes models/<service>.json from the pinned botocore release.

    python models/prune.py            writes the files
    python models/prune.py --check    compares them, and fails when they differ

What is kept is what the wire needs: names, types, members and their order, limits, patterns, enums, errors
with statuses, locations, and protocol metadata; no prose. overlay.json lists the operations that Tegata serves
or calls, and what the models do not mark (which strings are secrets; where such a member shares its shape with
others, it gets one of its own). Operations that no model holds are written by hand, in the same form, in the
files that overlay.json calls additions.
"""

import argparse
import gzip
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent

METADATA = (
    "apiVersion",
    "endpointPrefix",
    "jsonVersion",
    "protocol",
    "serviceId",
    "signingName",
    "targetPrefix",
    "xmlNamespace",
)
OPERATION = ("http", "input", "output", "errors", "idempotent", "readonly", "authtype", "unsignedPayload")
SHAPE = (
    "type",
    "required",
    "members",
    "member",
    "key",
    "value",
    "enum",
    "min",
    "max",
    "pattern",
    "sensitive",
    "union",
    "flattened",
    "payload",
    "timestampFormat",
    "error",
    "exception",
    "document",
    "box",
)
MEMBER = (
    "shape",
    "location",
    "locationName",
    "flattened",
    "idempotencyToken",
    "timestampFormat",
    "jsonvalue",
    "sensitive",
    "resultWrapper",
    "box",
)
ERROR = ("code", "httpStatusCode", "senderFault")
PAGES = ("input_token", "output_token", "more_results", "limit_key", "result_key")


def keep(source, names):
    return {name: source[name] for name in names if name in source}


def reference(ref):
    """A member, an input or an output: a reference to a shape and how it is written."""
    return keep(ref, MEMBER)


def shape_of(source):
    shape = keep(source, SHAPE)
    if "members" in shape:
        shape["members"] = {name: reference(member) for name, member in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            shape[part] = reference(shape[part])
    if "error" in shape:
        shape["error"] = keep(shape["error"], ERROR)
    return shape


def operation_of(source):
    operation = keep(source, OPERATION)
    for part in ("input", "output"):
        if part in operation:
            operation[part] = reference(operation[part])
    operation["errors"] = [{"shape": error["shape"]} for error in operation.get("errors", [])]
    return operation


def references(shape):
    found = [member["shape"] for member in shape.get("members", {}).values()]
    found += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
    return found


def reached(operations, shapes):
    """The names of all shapes that the operations use, at any depth."""
    todo = []
    for operation in operations.values():
        todo += [operation[part]["shape"] for part in ("input", "output") if part in operation]
        todo += [error["shape"] for error in operation["errors"]]
    seen = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += references(shapes[name])
    return seen


def read(data, source, file):
    for path in (data / source / f"{file}.json.gz", data / source / f"{file}.json"):
        if path.exists():
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as stream:
                return json.load(stream)
    sys.exit(f"botocore holds no {file} for {source}")


def prune(name, entry, data):
    source = read(data, entry["source"], "service-2")
    pages = read(data, entry["source"], "paginators-1")["pagination"]
    added = set()
    for addition in entry.get("additions", []):
        added |= set(json.loads((HERE / f"{addition}.json").read_text())["operations"])
    wanted = [operation for group in entry["operations"].values() for operation in group]
    missing = [operation for operation in wanted if operation not in source["operations"] and operation not in added]
    if missing:
        sys.exit(f"{name}: no model holds {', '.join(missing)}")
    operations = {
        operation: operation_of(source["operations"][operation]) for operation in wanted if operation not in added
    }
    shapes = {shape: shape_of(body) for shape, body in source["shapes"].items()}
    for member, own in entry.get("own_shapes", {}).items():
        holder, name = member.split(".")
        shapes[own] = dict(shapes[shapes[holder]["members"][name]["shape"]])
        shapes[holder]["members"][name]["shape"] = own
    used = reached(operations, shapes)
    shapes = {shape: shapes[shape] for shape in sorted(used)}
    for mark in ("sensitive", "secret"):
        for shape in entry.get(mark, []):
            if shape in shapes:
                shapes[shape][mark] = True
    return {
        "metadata": keep(source["metadata"], METADATA),
        "operations": operations,
        "shapes": shapes,
        "pagination": {name: keep(pages[name], PAGES) for name in operations if name in pages},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check

    import botocore

    overlay = json.loads((HERE / "overlay.json").read_text())
    if botocore.__version__ != overlay["botocore"]:
        sys.exit(f"botocore is {botocore.__version__}; pip install botocore=={overlay['botocore']}")
    data = pathlib.Path(botocore.__file__).parent / "data"

    differing = []
    for name, entry in overlay["services"].items():
        text = json.dumps(prune(name, entry, data), indent=1, ensure_ascii=True) + "\n"
        path = HERE / f"{name}.json"
        if check:
            if not path.exists() or path.read_text() != text:
                differing.append(path.name)
        else:
            path.write_text(text)
    if differing:
        sys.exit(f"out of date, run models/prune.py: {', '.join(differing)}")


if __name__ == "__main__":
    main()
