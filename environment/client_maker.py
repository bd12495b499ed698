"""Makes `api/client/made/` from the OpenAPI document: a method for each operation, typed results.

`make client` runs it; a test fails when what is there differs from what it would write.
"""

from __future__ import annotations

import json
import keyword
import re
import subprocess
import sys
import tempfile
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]

SHARED = "shared"
"""The module of the types that operations of several tags answer with."""
LINE = 100
_SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_TAKEN = frozenset({"copy", "json", "dict", "schema", "construct", "validate", "etag", "fields"})
"""Names that pydantic's models, or ours, have already."""
_LEFT_TO_THE_CALLS = frozenset({"idempotency-key", "x-request-id"})
"""Headers that every call sends by itself."""
_REF = "#/components/schemas/"
_TEXTS = ("text/html", "text/plain")
_BYTES = {"type": "string", "format": "binary"}


@dataclass(slots=True)
class Module:
    """One module that is written: types by name, and methods."""

    types: dict[str, Json] = field(default_factory=dict)
    methods: list[str] = field(default_factory=list)


class ClientMaker:
    """Writes the modules of a document; `files` are their names and texts, before formatting."""

    def __init__(self, document: Json) -> None:
        self._schemas: dict[str, Json] = document["components"]["schemas"]
        self._operations = [
            (method, path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ]
        self._names = {name: re.sub(r"\W+", "", name) for name in self._schemas}
        self._homes = self._find_homes()

    def files(self) -> dict[str, str]:
        """The text of each module."""
        modules: dict[str, Module] = defaultdict(Module)
        for name in sorted(self._schemas, key=lambda each: self._names[each]):
            if name in self._homes:
                modules[self._homes[name]].types[name] = self._schemas[name]
        for method, path, operation in self._operations:
            modules[_tag(operation)].methods += self._methods(method, path, operation)
        written = {f"{name}.py": self._module(name, each) for name, each in modules.items()}
        written["__init__.py"] = _operations_of([each for each in modules if modules[each].methods])
        return written

    # ------------------------------------------------------------------ which type lives where

    def _find_homes(self) -> dict[str, str]:
        """The module of each type that an answer holds."""
        tags: dict[str, set[str]] = defaultdict(set)
        for _, _, operation in self._operations:
            for schema in _answers(operation):
                for name in self._reached(schema, set()):
                    tags[name].add(_tag(operation))
        return {name: each.pop() if len(each) == 1 else SHARED for name, each in tags.items()}

    def _reached(self, schema: object, seen: set[str]) -> set[str]:
        if isinstance(schema, list):
            for each in schema:
                self._reached(each, seen)
        elif isinstance(schema, dict):
            name = str(schema.get("$ref", "")).removeprefix(_REF)
            if name and name not in seen:
                seen.add(name)
                self._reached(self._schemas[name], seen)
            for each in schema.values():
                self._reached(each, seen)
        return seen

    # --------------------------------------------------------------------------------- types

    def _module(self, name: str, module: Module) -> str:
        body = "\n\n".join([*self._classes(module.types), *self._mixin(name, module.methods)])
        imports = ["from __future__ import annotations"]
        imports += ["from collections.abc import Iterable, Iterator, Mapping"] * ("Iter" in body)
        imports += ["from collections.abc import Mapping"] * ("Iter" not in body)
        imports += ["from typing import Any", "from pydantic import Field"]
        calls = ["Calls"] * bool(module.methods)
        imports.append(f"from api.client.calls import {', '.join([*calls, 'NOT_SAID'])}")
        imports.append("from api.client.told import Told")
        used = [each for each, home in self._homes.items() if home == SHARED and name != SHARED]
        used = sorted(self._names[each] for each in used)
        used = [each for each in used if re.search(rf"\b{each}\b", body)]
        imports += [f"from api.client.made.shared import {', '.join(used)}"] * bool(used)
        words = f"the operations on {name}" if module.methods else "what several operations tell"
        return f'"""Made by `make client`: {words}."""\n\n' + "\n".join(imports) + "\n\n" + body

    def _classes(self, types: Mapping[str, Json]) -> Iterator[str]:
        for name in types:
            schema = self._schemas[name]
            if "properties" not in schema:
                yield f"{self._names[name]} = {self._type(schema, quoted=False)}"
                continue
            lines = [f"class {self._names[name]}(Told):", _doc(schema.get("description"), name)]
            lines += self._fields(schema)
            yield "\n".join(lines)

    def _fields(self, schema: Json) -> Iterator[str]:
        required = schema.get("required", ())
        for name, each in schema["properties"].items():
            kind, arguments = self._type(each), []
            if name not in required:
                kind = kind if kind.endswith("None") or kind == "Any" else f"{kind} | None"
                arguments.append("default=None")
            own = _python_name(name)
            arguments += [f"alias={name!r}"] * (own != name)
            default = f" = Field({', '.join(arguments)})" if arguments else ""
            default = " = None" if arguments == ["default=None"] else default
            yield f"    {own}: {kind}{default}"
            yield from filter(None, (_doc(each.get("description"), ""),))

    def _type(self, schema: Json, *, quoted: bool = True) -> str:
        if "$ref" in schema:
            name = self._names[schema["$ref"].removeprefix(_REF)]
            return name if quoted else f'"{name}"'
        for union in ("anyOf", "oneOf"):
            if union in schema:
                kinds = dict.fromkeys(self._type(each) for each in schema[union])
                return " | ".join(sorted(kinds, key=lambda kind: kind == "None"))
        if schema.get("type") == "array":
            return f"tuple[{self._type(schema.get('items', {}))}, ...]"
        if schema.get("type") == "object":
            more = schema.get("additionalProperties")
            return f"dict[str, {self._type(more) if isinstance(more, dict) else 'Any'}]"
        if schema.get("format") == "binary":
            return "bytes"
        return _SIMPLE.get(str(schema.get("type")), "Any")

    # ------------------------------------------------------------------------------- methods

    def _mixin(self, name: str, methods: list[str]) -> list[str]:
        if not methods:
            return []
        words = f'    """The operations on {name}, one method each."""'
        return ["\n".join([f"class {_class_of(name)}(Calls):", words, "", *methods])]

    def _methods(self, method: str, path: str, operation: Json) -> Iterator[str]:
        name, answers = operation["operationId"], list(_answers(operation))
        kinds = list(dict.fromkeys(self._type(each) for each in answers)) or ["None"]
        content: Json = operation.get("requestBody", {}).get("content", {})
        media = next(iter(content), "")
        body = self._whole(content[media].get("schema", {})) if media else None
        variants = (body or {}).get("oneOf") or (body or {}).get("anyOf")
        if variants is None:
            yield self._method(name, method, path, operation, body, media, " | ".join(kinds))
            yield from self._every(name, operation)
            return
        one, many = (self._whole(each) for each in variants)
        both = kinds[0].split(" | ") if len(kinds) == 1 else kinds
        yield self._method(name, method, path, operation, one, media, both[0])
        yield self._method(f"{name}_many", method, path, operation, many, media, both[-1])

    def _whole(self, schema: Json) -> Json:
        reference = schema.get("$ref")
        return self._schemas[reference.removeprefix(_REF)] if reference else schema

    def _method(
        self,
        name: str,
        method: str,
        path: str,
        operation: Json,
        body: Json | None,
        media: str,
        kind: str,
    ) -> str:
        given = _Arguments(self, operation, body, media)
        place = re.sub(r"\{(\w+)\}", lambda found: f"{{self.part({_python_name(found[1])})}}", path)
        said = [f'"{method.upper()}"', ("f" if "{" in path else "") + f'"{place}"', kind_of(kind)]
        return "\n".join(
            (
                f"    def {name}({', '.join(given.signature)}) -> {kind}:",
                _doc(operation["summary"], "", operation.get("description"), indent=8),
                *(f"        {line}" for line in given.lines),
                f"        return self.call({', '.join([*said, *given.passed])})",
                "",
            )
        )

    def _every(self, name: str, operation: Json) -> Iterator[str]:
        """An iterator over all pages, for an operation that answers with them."""
        parameters = {each["name"] for each in operation.get("parameters", ())}
        answers = [self._whole(each) for each in _answers(operation)]
        shown = answers[0].get("properties", {}) if answers else {}
        if "cursor" not in parameters or "items" not in shown:
            return
        item = self._type(shown["items"]["items"])
        given = _Arguments(self, operation, None, "", leave="cursor")
        passed = ", ".join(given.handed_on)
        every = "every_" + re.sub(r"^(list|read)_", "", name)
        yield "\n".join(
            (
                f"    def {every}({', '.join(given.signature)}) -> Iterator[{item}]:",
                _doc(f"{operation['summary']}: all, page by page as they are used.", "", indent=8),
                f"        return self.pages(lambda cursor: self.{name}({passed}))",
                "",
            )
        )

    def type_of(self, schema: Json) -> str:
        """The type of an argument."""
        kind = self._type(schema).replace("tuple[", "Iterable[").replace(", ...]", "]")
        names = "|".join(sorted(map(re.escape, self._names.values()), key=len, reverse=True))
        # What goes in need not be one of our types.
        return re.sub(rf"\b({names})\b", "Mapping[str, Any]", kind)


class _Arguments:
    """What a method takes, and how it hands that on."""

    def __init__(
        self, maker: ClientMaker, operation: Json, body: Json | None, media: str, leave: str = ""
    ) -> None:
        self._maker = maker
        self.places: list[str] = []
        self.needed: list[str] = []
        self.free: list[str] = []
        self.lines: list[str] = []
        self.passed: list[str] = []
        self.handed_on: list[str] = []
        for kind in ("query", "header"):
            said = [
                f'"{each["name"]}": {self._take(each["name"], each)}'
                for each in operation.get("parameters", ())
                if each["in"] == kind and each["name"].lower() not in _LEFT_TO_THE_CALLS | {leave}
            ]
            self.passed += [f"{kind}={{{', '.join(said)}}}"] * bool(said)
        for each in operation.get("parameters", ()):
            if each["in"] == "path":
                self.places.append(f"{_python_name(each['name'])}: str")
                self.handed_on.insert(0, _python_name(each["name"]))
        if leave:
            self.handed_on.append(f"{leave}={leave}")
        if body is not None:
            self._take_body(body, media)

    @property
    def signature(self) -> list[str]:
        """The parameters, as they stand between the brackets."""
        keywords = [*self.needed, *self.free]
        return ["self", *self.places, *["*"] * bool(keywords), *keywords]

    def _take(self, name: str, parameter: Json) -> str:
        own = _python_name(name.replace("-", "_").lower())
        kind = self._maker.type_of(parameter.get("schema", parameter))
        if parameter.get("required"):
            self.needed.append(f"{own}: {kind}")
        else:
            kind = kind if "None" in kind or kind == "Any" else f"{kind} | None"
            self.free.append(f"{own}: {kind} = None")
        self.handed_on.append(f"{own}={own}")
        return own

    def _take_body(self, body: Json, media: str) -> None:
        own = list(body.get("properties", {}))
        if body.get("format") == "binary":
            self.places.append("content: bytes")
            self.free.append(f'media: str = "{media}"')
            self.passed += ["content=content", "media=media"]
        elif media != "application/json":
            name = "rows" if "ndjson" in media else "changes"
            kind = "Iterable[Mapping[str, Any]]" if name == "rows" else "Mapping[str, Any]"
            self.places.append(f"{name}: {kind}")
            self.passed += [f"{'lines' if name == 'rows' else 'body'}={name}", f'media="{media}"']
        elif body.get("type") == "array":
            self.places.append("items: Iterable[Mapping[str, Any]]")
            self.passed.append("body=list(items)")
        elif len(own) == 1 and body["properties"][own[0]].get("type") == "array":
            self.places.append(f"{own[0]}: Iterable[Mapping[str, Any]]")
            self.passed.append(f'body={{"{own[0]}": list({own[0]})}}')
        elif not own:
            self.places.append("body: Mapping[str, Any]")
            self.passed.append("body=body")
        else:
            self._take_fields(body)

    def _take_fields(self, body: Json) -> None:
        said = []
        for name, each in body["properties"].items():
            own, kind = _python_name(name), self._maker.type_of(each)
            if name in body.get("required", ()):
                self.needed.append(f"{own}: {kind}")
            else:
                self.free.append(f"{own}: {kind} = NOT_SAID")
            said.append(f'"{name}": {own}')
        more = ""
        if body.get("additionalProperties") not in (False, None):
            self.free.append("more: Mapping[str, Any] | None = None")
            more = ", **(more or {})"
        self.passed.append(f"body={{{', '.join(said)}{more}}}")


def kind_of(kind: str) -> str:
    """The type as an expression that is looked at when the answer comes."""
    return "None" if kind == "None" else f'"{kind}"'


def _answers(operation: Json) -> Iterator[Json]:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for media, told in answer.get("content", {}).items():
                if media == "application/json":
                    yield told.get("schema", {})
                else:
                    yield {"type": "string"} if media in _TEXTS else _BYTES


def _tag(operation: Json) -> str:
    return re.sub(r"\W+", "_", operation["tags"][0]).lower()


def _class_of(tag: str) -> str:
    return "".join(part.capitalize() for part in tag.split("_")) + "Operations"


def _python_name(name: str) -> str:
    taken = keyword.iskeyword(name) or name in _TAKEN
    return f"{name}_" if taken else re.sub(r"\W", "_", name)


def _doc(first: str | None, fallback: str, more: str | None = None, indent: int = 4) -> str:
    said = (first or (f"What the schema `{fallback}` holds." if fallback else "")).strip()
    if not said:
        return ""
    said = said if said[-1] in ".?!" else f"{said}."
    paragraphs = [said, *(more or "").strip().split("\n\n")] if more else [said]
    width = LINE - indent - 3
    text = "\n\n".join(textwrap.fill(" ".join(each.split()), width) for each in paragraphs if each)
    text = text.replace("\\", "\\\\").replace('"""', "'''")
    ending = "\n" if "\n" in text or len(text) > width - 3 else ""
    return textwrap.indent(f'"""{text}{ending}"""', " " * indent)


def _operations_of(tags: list[str]) -> str:
    lines = ['"""Made by `make client`: every operation of the HTTP API."""']
    lines += [f"from api.client.made.{tag} import {_class_of(tag)}" for tag in sorted(tags)]
    mixins = ", ".join(_class_of(tag) for tag in sorted(tags))
    lines += ['__all__ = ["Operations"]']
    lines += [f'class Operations({mixins}):\n    """Every operation, one method each."""']
    return "\n\n".join(lines)


def make(document: Json, folder: Path) -> None:
    """Write the modules into a folder, in place of those that are there, as ruff formats them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.py"):
        old.unlink()
    for name, text in ClientMaker(document).files().items():
        (folder / name).write_text(text, encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    fix = ["check", "--fix-only", "--quiet", "--select", "I,F401,UP", str(folder)]
    subprocess.run([*ruff, *fix], check=True)  # noqa: S603 - the tool of this environment
    subprocess.run([*ruff, "format", "--quiet", str(folder)], check=True)  # noqa: S603


def document() -> Json:
    """The OpenAPI document of a server on an empty community."""
    # Making an application takes seconds to import; the test that has one brings it.
    from api.app import create_app  # noqa: PLC0415
    from api.settings import Settings  # noqa: PLC0415
    from graph.store import open_store  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(store=f"sqlite:///{folder}/empty.db", community="empty")
        with open_store(settings.store, "empty") as store:
            store.write([_anything()])
        found: Json = json.loads(json.dumps(create_app(settings).openapi()))
        return found


def _anything() -> Any:
    from graph.records import Entity, EntityId  # noqa: PLC0415

    return Entity(EntityId("skill:anything"), None, {"name": "anything"})


if __name__ == "__main__":
    said = document()
    make(said, Path(__file__).parent.parent / "api" / "client" / "made")
    # The samples of the reference ask the client that has just been written: in a new process.
    again = [sys.executable, "-m", "environment.reference_maker"]
    subprocess.run(again, input=json.dumps(said), text=True, check=True)  # noqa: S603 - this Python
