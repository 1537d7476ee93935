"""Check, translate, explain and round-trip messages of the electricity market: libcimgate for Python.

    import cimgate

    gateway = cimgate.Gateway()
    checked = gateway.validate(open("message.xml", "rb").read())
    print(checked.verdict, [finding["rule"] for finding in checked.findings])
    print(gateway.translate(open("message.xml", "rb").read()).result)

One file, no dependencies. It finds libcimgate.so.0 beside itself or where the system has its libraries; the variable
CIMGATE_LIBRARY names another. Options are those of docs/embedding.md, in the same spelling. A gateway may be used by
several threads at once; Python lets other threads run meanwhile.
"""
from __future__ import annotations

import ctypes
import enum
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Optional, Sequence, Tuple, Type, Union

__all__ = ["CallError", "Checked", "Explained", "Fault", "Gateway", "RoundTrip", "Status", "Translated", "version"]

Input = Union[bytes, str, Sequence[Union[bytes, str]]]
"""One message or bundle; a list of texts for a bundle that stands in several files."""
Json = Dict[str, Any]


class Status(enum.IntEnum):
    """What a call came to: the exit status of the program."""

    FINE = 0
    FOUND = 1
    UNDETERMINED = 3


class CallError(ValueError):
    """The call was wrong: an option that there is not, a folder that cannot be used."""


class Fault(RuntimeError):
    """A fault of cimgate, or no memory. `answer` is what there is of one."""

    def __init__(self, answer: str) -> None:
        super().__init__("cimgate failed")
        self.answer = answer


@dataclass(frozen=True)
class _Answer:
    status: Status
    json: Json
    """The whole answer."""

    @property
    def message(self) -> str:
        """"RequestStartOfSupply"; "" when it is not known."""
        return str(self.json.get("message", ""))

    @property
    def findings(self) -> List[Json]:
        return list(self.json["findings"])


@dataclass(frozen=True)
class Checked(_Answer):
    @property
    def verdict(self) -> str:
        """"valid", "invalid" or "undetermined"."""
        return str(self.json["verdict"])


@dataclass(frozen=True)
class Translated(_Answer):
    @property
    def result(self) -> str:
        """Everything in one text; "" when there is no result."""
        return str(self.json["result"])

    @property
    def files(self) -> Dict[str, str]:
        """The same, a text a document, by name."""
        return {file["name"]: file["text"] for file in self.json["files"]}


@dataclass(frozen=True)
class Explained(_Answer):
    @property
    def values(self) -> List[Json]:
        return list(self.json["values"])


@dataclass(frozen=True)
class RoundTrip(_Answer):
    @property
    def equal(self) -> bool:
        return bool(self.json["equal"])

    @property
    def differences(self) -> List[Json]:
        return list(self.json["differences"])


class _Part(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("size", ctypes.c_size_t)]


_CALLS = ("validate", "translate", "explain", "round_trip")
_lock = threading.Lock()
_libraries: Dict[str, ctypes.CDLL] = {}


def _place(given: Optional[str]) -> str:
    if given or os.environ.get("CIMGATE_LIBRARY"):
        return given or os.environ["CIMGATE_LIBRARY"]
    beside = Path(__file__).resolve().parent / "libcimgate.so.0"
    return str(beside) if beside.exists() else "libcimgate.so.0"


def _load(given: Optional[str]) -> ctypes.CDLL:
    place = _place(given)
    with _lock:
        if place not in _libraries:
            library = ctypes.CDLL(place)
            text = ctypes.POINTER(ctypes.c_char)
            library.cimgate_version.restype = ctypes.c_char_p
            library.cimgate_open.argtypes = [ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(text)]
            library.cimgate_close.argtypes = [ctypes.c_void_p]
            library.cimgate_close.restype = None
            library.cimgate_free.argtypes = [text]
            library.cimgate_free.restype = None
            for name in _CALLS:
                getattr(library, "cimgate_" + name).argtypes = [
                    ctypes.c_void_p, ctypes.POINTER(_Part), ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(text)]
            _libraries[place] = library
        return _libraries[place]


def _options(given: Json) -> bytes:
    return json.dumps({name: value for name, value in given.items() if value is not None}).encode()


def version(library: Optional[str] = None) -> str:
    return bytes(_load(library).cimgate_version()).decode()


class Gateway:
    """Opened once, used by many. Close it, or use it in a `with`; else it is closed when nobody has it any more."""

    def __init__(self, *, data: Optional[str] = None, market: Optional[str] = None, reader: Optional[str] = None,
                 library: Optional[str] = None) -> None:
        self._handle = ctypes.c_void_p()
        self._library = _load(library)
        problem = ctypes.POINTER(ctypes.c_char)()
        options = _options({"data": data, "market": market, "reader": reader})
        status = self._library.cimgate_open(options, ctypes.byref(self._handle), ctypes.byref(problem))
        self._take(status, problem)

    def close(self) -> None:
        """When no other thread uses it."""
        handle, self._handle = self._handle, ctypes.c_void_p()
        if handle:
            self._library.cimgate_close(handle)

    def __enter__(self) -> Gateway:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_library", None) is not None:
            self.close()

    def validate(self, message: Input, **options: Any) -> Checked:
        return Checked(*self._call("validate", message, options))

    def translate(self, message: Input, **options: Any) -> Translated:
        return Translated(*self._call("translate", message, options))

    def explain(self, message: Input, **options: Any) -> Explained:
        return Explained(*self._call("explain", message, options))

    def round_trip(self, message: Input, **options: Any) -> RoundTrip:
        return RoundTrip(*self._call("round_trip", message, options))

    def _call(self, name: str, message: Input, options: Json) -> Tuple[Status, Json]:
        texts = [message] if isinstance(message, (bytes, str)) else list(message)
        raw = [text.encode() if isinstance(text, str) else text for text in texts]
        parts = (_Part * len(raw))(*(_Part(text, len(text)) for text in raw))
        answer = ctypes.POINTER(ctypes.c_char)()
        call = getattr(self._library, "cimgate_" + name)
        status = call(self._handle, parts, len(raw), _options(options), ctypes.byref(answer))
        text = self._take(status, answer)
        return Status(status), json.loads(text)

    def _take(self, status: int, answer: Any) -> str:
        """The answer as a text of Python's own."""
        text = ""
        if answer:
            text = ctypes.string_at(answer).decode()
            self._library.cimgate_free(answer)
        if status == 2:
            raise CallError(json.loads(text)["error"])
        if status not in tuple(Status):
            raise Fault(text)
        return text
