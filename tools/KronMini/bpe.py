"""Byte-level byte-pair encoding in CLIP's form (Sennrich et al. 2016; Radford et al. 2021): learns merges from text lines and encodes captions."""
import json
import os
import re
import sys
from collections import Counter, defaultdict

START, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"

# CLIP's pattern for lower-case ASCII: contractions, letters, single digits, everything else that is no space.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[a-z]+|[0-9]|[^\sa-z0-9]+")


def byte_characters():
    """The printable character that stands for each byte in the files."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = (b for b in range(256) if b not in printable)
    return {b: chr(b) for b in printable} | {b: chr(256 + n) for n, b in enumerate(others)}


CHARACTERS = byte_characters()


def words(text):
    text = text.lower()
    if not text.isascii():
        raise ValueError(f"the captions must be ASCII: {text!r}")
    return WORDS.findall(text)


def symbols(word):
    letters = [CHARACTERS[b] for b in word.encode()]
    return (*letters[:-1], letters[-1] + WORD_END)


def join(parts, pair):
    """The symbols with every occurrence of a pair merged, from the left."""
    out, i = [], 0
    while i < len(parts):
        here = i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair
        out.append(parts[i] + parts[i + 1] if here else parts[i])
        i += 2 if here else 1
    return tuple(out)


def learn(lines, size):
    """At most size - 514 merges: the most frequent pair first, equal ones in the order of their letters."""
    counts = Counter(word for line in lines for word in words(line))
    spelling = {word: symbols(word) for word in counts}
    pairs, holders = Counter(), defaultdict(set)

    def add(word, sign):
        for pair in zip(spelling[word], spelling[word][1:]):
            pairs[pair] += sign * counts[word]
            holders[pair].add(word)

    for word in counts:
        add(word, 1)
    merges, made = [], set()
    while len(merges) < size - 514:
        best = min(((-n, p) for p, n in pairs.items() if n > 0 and "".join(p) not in made), default=None)
        if best is None:
            break
        pair = best[1]
        merges.append(pair)
        made.add("".join(pair))
        for word in sorted(holders[pair]):
            add(word, -1)
            spelling[word] = join(spelling[word], pair)
            add(word, 1)
    return merges


class Tokenizer:
    def __init__(self, merges):
        letters = sorted(CHARACTERS.values())
        tokens = letters + [c + WORD_END for c in letters] + ["".join(pair) for pair in merges] + [START, END]
        self.merges = merges
        self.vocabulary = {token: n for n, token in enumerate(tokens)}
        self.ranks = {pair: n for n, pair in enumerate(merges)}
        self.start, self.end = len(tokens) - 2, len(tokens) - 1
        self.cache = {}

    @classmethod
    def load(cls, folder):
        with open(os.path.join(folder, "merges.txt"), encoding="utf-8") as file:
            return cls([tuple(line.split()) for line in file.read().splitlines()[1:]])

    def word(self, word):
        if word not in self.cache:
            parts = symbols(word)
            while known := [p for p in zip(parts, parts[1:]) if p in self.ranks]:
                parts = join(parts, min(known, key=self.ranks.get))
            self.cache[word] = [self.vocabulary[part] for part in parts]
        return self.cache[word]

    def encode(self, text):
        """Token ids without start and end."""
        return [token for word in words(text) for token in self.word(word)]

    def save(self, folder):
        os.makedirs(folder, exist_ok=True)
        settings = {"tokenizer_class": "CLIPTokenizer", "bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END,
                    "do_lower_case": True, "errors": "replace", "model_max_length": 77}
        write_text(os.path.join(folder, "vocab.json"), json.dumps(self.vocabulary, ensure_ascii=False, indent=0) + "\n")
        write_text(os.path.join(folder, "merges.txt"), "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in self.merges))
        write_text(os.path.join(folder, "tokenizer_config.json"), json.dumps(settings, indent=2) + "\n")


def write_text(path, text):
    """Whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    corpus, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(corpus, encoding="utf-8") as file:
        tokenizer = Tokenizer(learn(file, size))
    tokenizer.save(folder)
    print(f"{len(tokenizer.vocabulary)} tokens, {len(tokenizer.merges)} merges: {folder}")
