"""A model of SARIF 2.1.0, of the parts that gradcheck writes: what is not in it is refused.

Section numbers are those of the standard (OASIS, with Errata 01).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

Check = Callable[[Any], None]

LEVELS = {"none", "note", "warning", "error"}
URI_CHARACTERS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})*")


class Invalid(AssertionError):
    """The document is not as the standard has it."""


def demand(condition: bool, what: object) -> None:
    if not condition:
        raise Invalid(what)


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, bag: bool = True) -> Check:
    """An object with these properties and no others, but for a property bag (3.8)."""
    known = {**required, **(optional or {}), **({"properties": property_bag} if bag else {})}

    def check(value: Any) -> None:
        demand(isinstance(value, dict), value)
        demand(required.keys() <= value.keys() <= known.keys(), sorted(value))
        for key, item in value.items():
            known[key](item)

    return check


def many(item: Check, least: int = 0, unique: bool = False) -> Check:
    def check(value: Any) -> None:
        demand(isinstance(value, list) and len(value) >= least, value)
        for one in value:
            item(one)
        demand(not unique or all(a != b for i, a in enumerate(value) for b in value[:i]), "unique elements")

    return check


def one_of(*words: str) -> Check:
    return lambda value: demand(value in words, value)


def whole(least: int) -> Check:
    return lambda value: demand(isinstance(value, int) and not isinstance(value, bool) and value >= least, value)


def string(value: Any) -> None:
    demand(isinstance(value, str), value)


def full_string(value: Any) -> None:
    demand(isinstance(value, str) and value != "", value)


def boolean(value: Any) -> None:
    demand(isinstance(value, bool), value)


def property_bag(value: Any) -> None:
    """3.8: any JSON, but ``tags`` are distinct strings."""
    demand(isinstance(value, dict), value)
    if "tags" in value:
        many(full_string, unique=True)(value["tags"])
        demand(len(value["tags"]) <= 20, "GitHub takes twenty tags")


def uri(value: Any) -> None:
    """3.4.2: a reference as RFC 3986 has it."""
    string(value)
    demand(URI_CHARACTERS.fullmatch(value) is not None, value)


def message_text(value: Any) -> None:
    """3.11: braces of what is no placeholder are doubled; no links, for there is nothing to link to."""
    full_string(value)
    demand(re.fullmatch(r"(?:[^{}]|\{\{|\}\})*", value) is not None, f"a brace stands alone: {value!r}")
    demand(not links(value), f"a link: {value!r}")


def links(text: str) -> list[str]:
    """3.11.6: ``[text](destination)``, in whose text brackets and backslashes are escaped."""
    return re.findall(r"(?<!\\)(?:\\\\)*\[(?:[^\[\]\\]|\\[\[\]\\])*\]\([^()\s]*\)", text)


def plain_text(text: str) -> str:
    """What a reader sees of a message that has neither placeholders nor links."""
    return text.replace("{{", "{").replace("}}", "}").replace("\\](", "](")


MESSAGE = record({"text": message_text})
MULTIFORMAT = record({"text": full_string}, {"markdown": full_string})  # 3.12
ARTIFACT = record({"uri": uri}, {"uriBaseId": one_of("%SRCROOT%")})  # 3.4


def artifact(value: Any) -> None:
    ARTIFACT(value)
    relative = not value["uri"].startswith("file:///")
    demand(relative == ("uriBaseId" in value), "3.4.4: a base if and only if the reference is relative")
    demand(not relative or ":" not in value["uri"].partition("/")[0], "a colon would make it a scheme")


REGION = record({"startLine": whole(1), "startColumn": whole(1)})  # 3.30
PHYSICAL = record({"artifactLocation": artifact}, {"region": REGION})  # 3.29
LOGICAL = record({"name": full_string, "fullyQualifiedName": full_string, "kind": full_string})  # 3.33
LOCATION = record({}, {"physicalLocation": PHYSICAL, "logicalLocations": many(LOGICAL, 1, unique=True)})  # 3.28
SUPPRESSION = record({"kind": one_of("inSource")}, {"status": one_of("accepted"), "justification": full_string})  # 3.35
CONFIGURATION = record({"level": one_of(*LEVELS)})  # 3.50


def short(longest: int) -> Check:
    """What GitHub takes of a description."""

    def check(value: Any) -> None:
        MULTIFORMAT(value)
        demand(len(value["text"]) <= longest, "too long for GitHub")

    return check


def rule_properties(value: Any) -> None:
    record({"tags": many(full_string, 1), "precision": one_of("very-high"),
            "problem.severity": one_of("error", "warning", "recommendation")}, bag=False)(value)  # fmt: skip


DESCRIPTOR = {
    "id": full_string,
    "name": full_string,
    "shortDescription": short(1024),
    "fullDescription": short(1024),
    "help": MULTIFORMAT,
    "defaultConfiguration": CONFIGURATION,
}  # 3.49
RULE = record({**DESCRIPTOR, "properties": rule_properties})
DRIVER = record(
    {
        "name": one_of("gradcheck"),
        "version": full_string,
        "semanticVersion": full_string,
        "rules": many(RULE, unique=True),
        "notifications": many(record(DESCRIPTOR), unique=True),
    }
)  # 3.19
NOTIFICATION = record(
    {"level": one_of(*LEVELS), "message": MESSAGE},
    {"descriptor": record({"id": full_string, "index": whole(0)}), "locations": many(LOCATION, unique=True)},
)  # 3.58
INVOCATION = record(
    {"executionSuccessful": boolean, "exitCode": whole(0), "toolExecutionNotifications": many(NOTIFICATION)}
)  # 3.20
FINGERPRINTS = record({"primaryLocationLineHash": full_string, "gradcheckClaim/v1": full_string}, bag=False)
RESULT = record(
    {
        "ruleId": full_string,
        "ruleIndex": whole(0),
        "level": one_of(*(LEVELS - {"none"})),
        "message": MESSAGE,
        "locations": many(LOCATION, 1),
        "partialFingerprints": FINGERPRINTS,
        "properties": property_bag,
    },
    {"suppressions": many(SUPPRESSION, 1)},
)  # 3.27
RUN = record(
    {
        "tool": record({"driver": DRIVER}),
        "invocations": many(INVOCATION, 1),
        "originalUriBaseIds": record({"%SRCROOT%": record({"description": MESSAGE})}, bag=False),
        "columnKind": one_of("unicodeCodePoints"),
        "results": many(RESULT),
    }
)  # 3.14
LOG = record({"$schema": uri, "version": one_of("2.1.0"), "runs": many(RUN, 1)})  # 3.13


def check_sarif(document: Any) -> dict[str, Any]:
    """The only run of the document; Invalid if it is not as the model has it."""
    LOG(document)
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    for descriptors in (driver["rules"], driver["notifications"]):
        ids = [item["id"] for item in descriptors]
        demand(len(set(ids)) == len(ids), "3.49.3: distinct ids")
    for result in run["results"]:
        demand(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"], "3.27.6: the index of the rule")
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    demand(len(set(hashes)) == len(hashes), "GitHub takes two results of one hash for one")
    demand(len(run["results"]) <= 25_000, "GitHub takes 25,000 results")
    (invocation,) = run["invocations"]
    demand(invocation["executionSuccessful"] == (invocation["exitCode"] in (0, 1)), "3.20.14")
    for notification in invocation["toolExecutionNotifications"]:
        if "descriptor" in notification:
            cause = notification["descriptor"]
            demand(driver["notifications"][cause["index"]]["id"] == cause["id"], "3.52.5: the index of the descriptor")
    return dict(run)


def path_of(location: Mapping[str, Any]) -> str:
    """The path that a location is about."""
    written = str(location["physicalLocation"]["artifactLocation"]["uri"]).removeprefix("file://")
    return unquote(written, errors="surrogateescape")
