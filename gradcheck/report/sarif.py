"""Renders SARIF 2.1.0 for code scanning: a rule for each code, a result for each finding with its place.

What is undecided is a failure of level ``warning``: the kind ``open`` of the standard has no level, and servers drop
what has none.  A problem that belongs to no file is a notification of the tool.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from gradcheck.findings.codes import CODES, Code
from gradcheck.findings.finding import Finding
from gradcheck.findings.of_run import findings_of, notices_of, suppressed_of
from gradcheck.findings.page import read_page
from gradcheck.outcome.run import NO_SUCH_PATH, Location, RunOutcome
from gradcheck.report.finding_text import known_lines, name_of, rank
from gradcheck.report.json import step_json
from gradcheck.report.page import counted, shortened

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
MAX_RESULTS = 25_000  # GitHub refuses a document with more
LONGEST = 10_000  # characters of a message
LONGEST_DESCRIPTION = 1_000  # of which GitHub takes 1,024
ELSEWHERE = ("name", "evidence", "location", "seconds", "code")  # what a result says of a step elsewhere, or need not

TAGS = {"1": "false", "2": "not-established", "3": "missing-condition", "4": "unreadable", "5": "hygiene",
        "6": "document", "9": "internal"}  # fmt: skip

Object = dict[str, Any]


def render_sarif(run: RunOutcome, version: str) -> str:
    """The findings of the run as one SARIF document, what is false first."""
    found = sorted([*findings_of(run), *suppressed_of(run), *notices_of(run)], key=rank)
    placed = [finding for finding in found if not _is_of_the_tool(finding)]
    told = placed[:MAX_RESULTS]
    of_the_tool = [finding for finding in found if _is_of_the_tool(finding)]
    rules = [CODES[code] for code in sorted({finding.code for finding in told})]
    causes = [CODES[code] for code in sorted({finding.code for finding in of_the_tool})]
    notifications = [_notification(finding, causes) for finding in of_the_tool]
    if run.stopped:
        notifications.append(_remark("error", f"The run ended before it was done: {run.stopped}."))
    if len(told) < len(placed):
        left = f"{counted(len(placed) - len(told), 'finding is', 'findings are')} left out"
        notifications.append(_remark("warning", f"{left}; GitHub takes {MAX_RESULTS:,}"))
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(version, rules, causes)},
                "invocations": [
                    {
                        "executionSuccessful": run.exit_code in (0, 1),
                        "exitCode": run.exit_code,
                        "toolExecutionNotifications": notifications,
                    }
                ],
                "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
                "columnKind": "unicodeCodePoints",
                "results": list(_results(told, rules)),
            }
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _is_of_the_tool(finding: Finding) -> bool:
    """Whether it belongs to no file."""
    return (finding.location is None and not finding.step) or finding.code == NO_SUCH_PATH


def _driver(version: str, rules: Iterable[Code], causes: Iterable[Code]) -> Object:
    return {
        "name": "gradcheck",
        "version": version,
        "semanticVersion": version,
        "rules": [_rule(code) for code in rules],
        "notifications": [_descriptor(code) for code in causes],
    }


def _rule(code: Code) -> Object:
    level = code.severity
    return {
        **_descriptor(code),
        "properties": {
            "tags": [TAGS[code.code[2]]],
            "precision": "very-high",
            "problem.severity": level,
        },
    }


def _descriptor(code: Code) -> Object:
    """Describe a code from its page; the help is what ``gradcheck explain`` prints."""
    page = read_page(code.code)
    meaning = " ".join(page.meaning.partition("\n\n")[0].split())
    return {
        "id": code.code,
        "name": code.slug,
        "shortDescription": {"text": f"{code.title[0].upper()}{code.title[1:]}."},
        "fullDescription": {"text": shortened(meaning, LONGEST_DESCRIPTION)},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": code.severity},
    }


def _results(findings: Sequence[Finding], rules: Sequence[Code]) -> Iterator[Object]:
    index = {rule.code: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield {
            "ruleId": finding.code,
            "ruleIndex": index[finding.code],
            "level": finding.severity,
            "message": _told(finding),
            "locations": [_location(finding)],
            # the first is the only one that GitHub looks at, and what uploads a document leaves it as it is
            "partialFingerprints": {
                "primaryLocationLineHash": f"{finding.fingerprint}:{seen[finding.fingerprint]}",
                "gradcheckClaim/v1": finding.fingerprint,
            },
            **_suppressions(finding),
            "properties": _properties(finding),
        }


def _notification(finding: Finding, causes: Sequence[Code]) -> Object:
    place = {"locations": [_location(finding)]} if finding.location is not None else {}
    index = next(number for number, cause in enumerate(causes) if cause.code == finding.code)
    return {
        "descriptor": {"id": finding.code, "index": index},
        "level": finding.severity,
        "message": _told(finding),
        **place,
    }


def _suppressions(finding: Finding) -> Object:
    if not finding.suppressed:
        return {}
    return {"suppressions": [{"kind": "inSource", "status": "accepted", "justification": finding.suppressed}]}


def _remark(level: str, text: str) -> Object:
    return {"level": level, "message": {"text": text}}


def _properties(finding: Finding) -> Object:
    """Everything else that is known, with the keys of the JSON report; nothing is said of what is not."""
    step = {} if finding.outcome is None else step_json(finding.outcome)
    known = {
        key: value for key, value in step.items() if key not in ELSEWHERE and value not in (None, "", [], {}, False)
    }
    return {"slug": finding.slug, "advice": finding.advice, **known}


def _location(finding: Finding) -> Object:
    at = finding.location
    place: Object = {}
    if at is not None:
        region = {} if finding.code == NO_SUCH_PATH else {"region": _region(at)}
        place["physicalLocation"] = {"artifactLocation": _artifact(at), **region}
    if finding.step or finding.derivation:
        parent = {"fullyQualifiedName": name_of(finding), "kind": "step" if finding.step else "derivation"}
        place["logicalLocations"] = [{"name": finding.step or finding.derivation, **parent}]
    return place


def _region(at: Location) -> Object:
    """The lines and columns of the file; the column where it ends is the one behind it."""
    ending = {"endLine": at.end_line, "endColumn": at.end_column + 1} if at.end_line else {}
    return {"startLine": at.line, "startColumn": at.column, **ending}


def _artifact(at: Location) -> Object:
    """A path as a URI: below the root of the sources, or from the root of the file system."""
    try:
        name = at.path.encode(errors="surrogateescape")  # the bytes of the file system
    except UnicodeEncodeError:
        name = at.path.encode(errors="surrogatepass")
    path = quote(name, safe="/~")
    return {"uri": f"file://{path}"} if path.startswith("/") else {"uri": path, "uriBaseId": ROOT}


def _told(finding: Finding) -> Object:
    """The sentence, which is all that is shown where there is little room, then the rest."""
    return _message("\n".join([f"{finding.message}.", *known_lines(finding)]))


def _message(text: str) -> Object:
    """A plain text message of the standard: braces are doubled, and nothing looks like a link."""
    text = shortened(text, LONGEST).replace("{", "{{").replace("}", "}}")
    return {"text": re.sub(r"(\\*)\](?=\()", _unlinked, text)}


def _unlinked(bracket: re.Match[str]) -> str:
    """A closing bracket before a parenthesis, after an odd number of backslashes."""
    return bracket[0] if len(bracket[1]) % 2 else f"{bracket[1]}\\]"
