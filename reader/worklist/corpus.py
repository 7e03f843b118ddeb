"""The searchable text of all rows in one array, so that one key searches 50,000 rows without a loop over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reader.worklist.exam import Row
from reader.worklist.search import BEGIN, EDGE, ELSEWHERE, INSIDE, WHOLE, FoundBy, encoded

_NOT_FOUND = ELSEWHERE + 1
_END = b"\n"  # in no word


class Corpus:
    """Immutable: make a new one when rows or their order change."""

    def __init__(self, rows: Sequence[tuple[Row, FoundBy]]) -> None:
        self._rows = np.fromiter((row for row, _ in rows), np.object_, len(rows))
        self._names = _Texts([found_by.names for _, found_by in rows])
        self._rest = _Texts([found_by.rest for _, found_by in rows])
        self._by_word = lru_cache(maxsize=8)(self._look_for)

    def found(self, words: Sequence[str]) -> tuple[list[Row], list[int]]:
        """The rows in which every word is found, best first and else in their order, and how well each is."""
        if not len(self._rows):
            return [], []
        ranks = self._ranks(words)
        found = np.flatnonzero(ranks < _NOT_FOUND)
        found = found[np.argsort(ranks[found], kind="stable")]
        return self._rows[found].tolist(), ranks[found].tolist()

    def _ranks(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """How well each row is found by all words, `WHOLE` to `ELSEWHERE` or `_NOT_FOUND`; shape (rows,)."""
        ranks = self._by_word(words[0]).copy()
        for word in words[1:]:
            np.maximum(ranks, self._by_word(word), out=ranks)
        if len(words) > 1:
            for phrase in {" ".join(words), "".join(words)}:
                ranks[self._names.with_any(self._names.begins(EDGE + encoded(phrase) + EDGE))] = WHOLE
        return ranks

    def _look_for(self, word: str) -> NDArray[np.uint8]:
        sought, names, rest = encoded(word), self._names, self._rest
        ranks = np.where(rest.with_any(rest.begins(sought)), np.uint8(ELSEWHERE), np.uint8(_NOT_FOUND))
        edges = names.data == EDGE[0]
        here = names.begins(sought)
        ranks[names.with_any(here)] = INSIDE
        here[1:] &= edges[:-1]
        ranks[names.with_any(here)] = BEGIN
        here[: -len(sought)] &= edges[len(sought) :]
        ranks[names.with_any(here)] = WHOLE
        return ranks


class _Texts:
    """One text of each row, joined. data: its bytes, shape (bytes,)."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self.data = np.frombuffer(b"".join(_END + text for text in texts), np.uint8)
        sizes = np.fromiter((len(text) + len(_END) for text in texts), np.int64, len(texts))
        self._starts = np.cumsum(sizes) - sizes

    def begins(self, word: bytes) -> NDArray[np.bool_]:
        """Where the word begins, of the shape of `data`."""
        found = np.zeros(len(self.data), np.bool_)
        last = max(0, len(self.data) - len(word) + 1)
        here = found[:last]
        np.equal(self.data[:last], word[0], out=here)
        for offset, byte in enumerate(word[1:], 1):
            here &= self.data[offset : offset + last] == byte
        return found

    def with_any(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The rows in whose text any byte is marked, shape (rows,)."""
        return np.logical_or.reduceat(marked, self._starts)
