"""Attacks the second reader with altered certificates, of which none may be checked that says what is false.

    python -m attack.certificates [NAME...] --ways 200 --seed 1

A step of a certificate of the library is altered in its statement or in its proof: a number, a relation, a kind of
term, a symbol, a sort, a hypothesis that is left out, a piece of evidence that is another's.  The SHA-256 is made
again, so that the reader must see the change by itself.  If it calls the altered step checked, the evaluator
(``gradcheck.reference``), which shares no code with the reader either, looks for an instance at which the statement is
false or has no value.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gradcheck.certificates.making import certificate_of
from gradcheck.certificates.reader import own_modules
from gradcheck.kernel.verdict import Proved
from gradcheck.project.discovery import Entry, known, load
from gradcheck.project.proofs.codec import Unreadable, decode
from gradcheck.project.proofs.records import load_records
from gradcheck.prover.prove import Proving
from gradcheck.reference import disagreement
from gradcheck.runtime.child import close_shared, shared
from gradcheck.runtime.limits import Limits

OPERATORS = ("=", "!=", "<=", "<", ">=", ">")
SORTS = ("real", "integer", "natural", "dimension")
ALIKE = (("Add", "Mul"), ("Div", "Pow"), ("Neg", "Transpose"), ("And", "Or"), ("Norm", "Trace"), ("Implies", "Iff"))
DEEPEST = 20_000

Row = dict[str, Any]


def certificate(entry: Entry) -> list[Row]:
    """Return the steps of the certificate of a shipped derivation."""
    derivation = load(entry)
    proving = Proving(derivation, Limits(), shared(), load_records(entry.path), False)
    verdicts = [(step.name, proving.prove(step).verdict) for step in derivation.steps]
    proved = [(name, verdict) for name, verdict in verdicts if isinstance(verdict, Proved)]
    return [json.loads(line) for line in certificate_of(entry.name, proved, "")][1:]


def altered(row: Row, chance: random.Random) -> Row:
    """Return the step with one thing changed."""
    new = copy.deepcopy(row)
    nodes, parts = new["nodes"], new["value"]["t"]
    numbers = [node for node in nodes if node[0] == "Num"]
    relations = [node for node in nodes if node[0] == "Relation"]
    symbols = [place for place, node in enumerate(nodes) if node[0] == "Symbol"]
    named = [node for node in nodes if node[0] == "Apply"]
    pairs = [node for node in nodes if any(node[0] in pair for pair in ALIKE)]
    kind = chance.choice(("number", "relation", "symbol", "sort", "function", "kind", "hypothesis", "proof", "part"))
    if kind == "number" and numbers:
        node = chance.choice(numbers)
        node[1] = {"q": chance.choice(("0", "1", "-1", "2", "1/2", "3", _negative(node[1]["q"])))}
    elif kind == "relation" and relations:
        chance.choice(relations)[1] = chance.choice(OPERATORS)
    elif kind == "symbol" and len(symbols) > 1:
        first, second = chance.sample(symbols, 2)
        for node in nodes[max(first, second) + 1 :]:
            if chance.random() < 0.5:
                _point(node, first, second)
    elif kind == "sort" and symbols:
        nodes[chance.choice(symbols)][2] = chance.choice(SORTS)
    elif kind == "function" and named:
        chance.choice(named)[1] = chance.choice(("exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "sin"))
    elif kind == "kind" and pairs:
        node = chance.choice(pairs)
        one, other = next(pair for pair in ALIKE if node[0] in pair)
        node[0] = other if node[0] == one else one
    elif kind == "hypothesis" and parts[1]["t"]:
        del parts[1]["t"][chance.randrange(len(parts[1]["t"]))]
    else:
        pieces = list(_pieces(parts[4]))
        piece, another = chance.choice(pieces), chance.choice(pieces)
        short = piece["e"][: chance.randint(1, len(piece["e"]))]
        piece["e"] = copy.deepcopy(another["e"]) if kind == "proof" else short
    return new


def _negative(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def _point(item: Any, first: int, second: int) -> None:
    """Let what names one row name another."""
    if isinstance(item, dict) and item.get("n") == first:
        item["n"] = second
    elif isinstance(item, dict | list):
        for part in item.values() if isinstance(item, dict) else item:
            _point(part, first, second)


def _pieces(item: Any) -> Iterator[dict[str, Any]]:
    if isinstance(item, dict):
        if "e" in item:
            yield item
        for part in item.values():
            yield from _pieces(part)
    elif isinstance(item, list):
        for part in item:
            yield from _pieces(part)


def judged(row: Row, original: str, steps: dict[str, Any]) -> tuple[str, str | None]:
    """Return the reader's word for an altered step, and why that is wrong if it is."""
    reader, refusal = own_modules().certificates, own_modules().refusal.Refusal
    try:
        statement = reader.read(row)[:3]
        row["sha256"] = reader.digest_of(statement)
    except (refusal, KeyError, IndexError, TypeError, ValueError, AttributeError):
        return "wrong", None
    word = str(reader.answer(row, dict(steps)).word)
    if word != "checked" or row["sha256"] == original:
        return word, None
    try:
        claim, hypotheses, definitions, *_ = decode(json.loads(reader.written(statement)))
    except Unreadable as problem:
        return word, f"gradcheck has no such statement: {problem}"
    return word, disagreement(claim, hypotheses, definitions)


def attack(entry: Entry, ways: int, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """Alter the certificate in so many ways; return the words of the reader, and a text for each that is wrong."""
    rows = certificate(entry)
    reader = own_modules().certificates
    before: list[dict[str, Any]] = []
    steps: dict[str, Any] = {}
    for row in rows:
        before.append(dict(steps))
        reader.answer(row, steps)
    words, wrong = Counter[str](), []
    for _ in range(ways if rows else 0):
        place = chance.randrange(len(rows))
        row = altered(rows[place], chance)
        word, why = judged(row, rows[place]["sha256"], before[place])
        words[word] += 1
        if why is not None:
            wrong.append(f"{entry.name}: {row['step']}: {why}\n{json.dumps(row)}")
    return words, wrong


def main() -> int:
    """Attack the certificates of the library; 1 if the reader is wrong once."""
    parser = argparse.ArgumentParser(prog="python -m attack.certificates", description=__doc__)
    parser.add_argument("names", nargs="*", help="derivations; without any, all that are shipped")
    parser.add_argument("--ways", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.setrecursionlimit(DEEPEST)
    total, wrong = Counter[str](), 0
    for entry in known().entries:
        if asked.names and entry.name not in asked.names:
            continue
        words, found = attack(entry, asked.ways, random.Random(f"{asked.seed} {entry.name}"))
        total += words
        wrong += len(found)
        for text in found:
            print(f"WRONG  {text}")
    close_shared()
    told = ", ".join(f"{count} {word}" for word, count in total.most_common())
    print(f"{total.total()} altered steps: {told}; {wrong} checked and false")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
