"""Lets a derivation module import modules beside it.

``import _symbols`` finds ``_symbols.py`` in the folder of the module, as it would if Python ran the module as a script;
``from ._symbols import W`` and ``from .._symbols import W`` find it there and one folder higher, up to the root of the
project, whether or not the folders have an ``__init__.py``.  The working directory does not matter, nor how the module
was selected.  Names of the standard library, and of what gradcheck needs itself, are never found beside a module.

What is found is compiled from its source each time, like the module itself, and forgotten when the module is loaded.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from urllib.parse import quote, unquote
from zlib import crc32

from gradcheck.derivation import LOADED_AS

PROJECT = ("pyproject.toml", ".git", ".hg")  # what stands at the root of a project
PACKAGE = "gradcheck_project"
TAKEN = {"gradcheck", "sympy", "flint", "mpmath"} | sys.stdlib_module_names
INIT = "__init__.py"


class SourceOnly(SourceFileLoader):
    """Compiles the source each time: a cached file is trusted by its date, and dates are too coarse for a proof."""

    def __init__(self, fullname: str, path: str, source: bytes | None = None) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self.get_data(self.path) if self._source is None else self._source, self.path)


class Siblings:
    """Finds the modules beside one module, by their own names and as parts of packages that the folders stand for."""

    def __init__(self, module: Path) -> None:
        """``module`` is the resolved path of the module that imports them."""
        self._folder = module.parent
        self._root = next((f for f in module.parents if any(os.path.lexists(f / mark) for mark in PROJECT)),
                          Path(module.anchor))  # fmt: skip
        self._package = f"{PACKAGE}_{crc32(os.fsencode(self._root)):08x}"
        self._found: list[str] = []
        inside = map(_encoded, self._folder.relative_to(self._root).parts)
        self.name = ".".join([self._package, *inside, LOADED_AS + _encoded(module.stem)])

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find the module of this name, if it is one of these."""
        first, *rest = fullname.split(".")
        if first == self._package:
            place = self._root.joinpath(*map(unquote, rest))
        elif first not in TAKEN and (not rest or first in self._found):
            place = self._folder.joinpath(first, *rest)
        else:
            return None
        spec = _spec_at(fullname, place)
        if spec is not None:
            self._found.append(fullname)
        return spec

    @contextlib.contextmanager
    def importable(self) -> Iterator[None]:
        """Inside of this block, they can be imported; after it, none of them is remembered."""
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)
            for name in self._found:
                sys.modules.pop(name, None)


def _spec_at(name: str, place: Path) -> ModuleSpec | None:
    """A package with an ``__init__.py``, a module, or a folder, whichever is there."""
    file = place / INIT
    if os.path.isfile(file):
        return spec_from_file_location(name, file, loader=SourceOnly(name, str(file)), submodule_search_locations=[])
    file = place.parent / f"{place.name}.py"
    if os.path.isfile(file):
        return spec_from_file_location(name, file, loader=SourceOnly(name, str(file)))
    if os.path.isdir(place):
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = []
        return spec
    return None


def _encoded(part: str) -> str:
    """A part of a path as a part of a dotted name."""
    return quote(os.fsencode(part), safe="").replace(".", "%2E")
