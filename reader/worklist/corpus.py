"""The searchable text of rows in a few arrays, so that one key searches 50,000 rows without a loop over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reader.worklist.search import BEGIN, EDGE, ELSEWHERE, INSIDE, WHOLE, FoundBy, encoded

NOT_FOUND = ELSEWHERE + 1
BLOCK = 4096
"""So many texts are joined at most before they are kept apart from what comes later."""
_END = b"\n"  # in no word


class Corpus:
    """Texts by number, in the order in which they came. What is added joins the last block while that is small."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def add(self, texts: Sequence[FoundBy]) -> None:
        if self._blocks and len(self._blocks[-1]) + len(texts) <= BLOCK:
            texts = (*self._blocks.pop().texts, *texts)
        if texts:
            self._blocks.append(_Block(texts))

    def ranks(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """How well each text is found by all words, `WHOLE` to `ELSEWHERE` or `NOT_FOUND`; shape (texts,)."""
        ranks = [block.ranks(words) for block in self._blocks]
        return np.concatenate(ranks) if ranks else np.empty(0, np.uint8)


class _Block:
    """Immutable."""

    def __init__(self, texts: Sequence[FoundBy]) -> None:
        self.texts = texts
        self._names = _Texts([text.names for text in texts])
        self._rest = _Texts([text.rest for text in texts])
        self._by_word = lru_cache(maxsize=8)(self._look_for)

    def __len__(self) -> int:
        return len(self.texts)

    def ranks(self, words: Sequence[str]) -> NDArray[np.uint8]:
        ranks = self._by_word(words[0]).copy()
        for word in words[1:]:
            np.maximum(ranks, self._by_word(word), out=ranks)
        if len(words) > 1:
            for phrase in {" ".join(words), "".join(words)}:
                ranks[self._names.having(self._names.places(EDGE + encoded(phrase) + EDGE))] = WHOLE
        return ranks

    def _look_for(self, word: str) -> NDArray[np.uint8]:
        sought, names, rest = encoded(word), self._names, self._rest
        ranks = np.full(len(self), NOT_FOUND, np.uint8)
        ranks[rest.having(rest.places(sought))] = ELSEWHERE
        here = names.places(sought)
        ranks[names.having(here)] = INSIDE
        here = here[names.data[here - 1] == EDGE[0]]
        ranks[names.having(here)] = BEGIN
        here = here[names.data[here + len(sought)] == EDGE[0]]
        ranks[names.having(here)] = WHOLE
        return ranks


class _Texts:
    """data: the bytes of all, each after a mark, and one at the end; shape (bytes,)."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self.data = np.frombuffer(_END + _END.join(texts) + _END, np.uint8)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + len(_END)
        self._starts = np.cumsum(sizes) - sizes
        self._known = lru_cache(maxsize=64)(self._places)

    def places(self, word: bytes) -> NDArray[np.intp]:
        """Where a word begins in `data`, rising. One letter more is sought only where the others were found."""
        return self._known(word)

    def _places(self, word: bytes) -> NDArray[np.intp]:
        if len(word) == 1:
            return np.flatnonzero(self.data == word[0])
        begun = self.places(word[:-1])
        begun = begun[: np.searchsorted(begun, len(self.data) - len(word) + 1)]
        further: NDArray[np.bool_] = self.data[begun + (len(word) - 1)] == word[-1]
        return begun[further]

    def having(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """The texts that these places are in; one may come more than once."""
        return self._starts.searchsorted(places, "right") - 1
