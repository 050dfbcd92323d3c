"""The renderings and their captions, and what of each goes into a batch. Every batch follows from the seed and its step alone."""
import json
import math
import os
import re
from collections import Counter

import numpy as np
import torch

MEANS, DEVIATIONS = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]      # CLIP's
MEAN, STD = torch.tensor(MEANS), torch.tensor(DEVIATIONS)
LONGEST_FILLER = 28                                             # words before a caption, so that a learned context meets trained positions
FILLED = 0.25                                                   # of the captions
NAMED = 0.15                                                    # a kind has at least this share of the pictures of which a word is said
OWN_GROUP = 0.5                                                 # weight of a caption of the same group that says nothing new


class Pictures:
    def __init__(self, folder):
        with open(os.path.join(folder, "captions.jsonl"), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.captions, self.groups = [line["caption"] for line in lines], [line["group"] for line in lines]
        self.kinds = sorted(set(self.groups))
        self.labels = torch.tensor([self.kinds.index(group) for group in self.groups])
        self.pixels = np.fromfile(os.path.join(folder, "images.u8"), np.uint8).reshape(len(lines), 64, 64, 3)


def spoken(caption):
    return re.findall(r"[a-z0-9]+", caption.lower())


class Captions:
    """Which captions are true of which pictures, as far as the words tell."""

    def __init__(self, pictures, vocabulary, tokenizer):
        self.distinct = sorted(set(pictures.captions))
        number = {caption: n for n, caption in enumerate(self.distinct)}
        self.of = np.array([number[caption] for caption in pictures.captions])      # picture -> caption
        self.tokens = [tokenizer.encode(caption) for caption in self.distinct]
        heard = Counter(word for caption in self.distinct for word in dict.fromkeys(spoken(caption)))     # in a fixed order
        rank = {word: n for n, word in enumerate(heard)}
        self.bags = torch.zeros(len(self.distinct), len(rank))                      # weighted by how rare a word is
        for n, caption in enumerate(self.distinct):
            for word in spoken(caption):
                self.bags[n, rank[word]] = math.log(len(self.distinct) / heard[word]) + 1e-3
        self.names = self.naming(pictures)                                          # [captions, kinds]
        with open(vocabulary, encoding="utf-8") as file:
            others = sorted({word for line in file for word in spoken(line)} - set(heard))
        common = [word for word, _ in heard.most_common(8)]
        self.fillers = [tokenizer.encode(word) for word in others + common * max(1, len(others) // 16)]

    def naming(self, pictures):
        """A caption names the kinds of which its most telling word or pair of words is said: "hex bolt" one kind, "bolt" a few, "photo" none."""
        phrases = [list(dict.fromkeys([*w, *zip(w, w[1:])])) for w in map(spoken, self.distinct)]
        said = {}
        for n, group in zip(self.of, pictures.labels.tolist()):
            for phrase in phrases[n]:
                said.setdefault(phrase, np.zeros(len(pictures.kinds)))[group] += 1
        shares = {phrase: counts / counts.sum() for phrase, counts in said.items() if counts.sum() >= 10}
        names = torch.zeros(len(self.distinct), len(pictures.kinds))
        for n, told in enumerate(phrases):
            best = max((shares[phrase] for phrase in told if phrase in shares), key=np.max, default=names[n].numpy())
            names[n] = torch.from_numpy(best >= NAMED)
        return names

    def targets(self, chosen, labels, unique, place):
        """[pictures, unique captions]: 1 for the picture's caption; for others of its kind less, by the share of their words that its own repeats."""
        own = torch.zeros(len(chosen), len(unique)).scatter_(1, place[:, None], 1)
        bags = self.bags[unique]
        repeated = (bags > 0).float()[place] @ bags.t() / bags.sum(1)
        related = self.names[unique][:, labels].t() * repeated.square() * OWN_GROUP
        return torch.maximum(own, related)

    def filled(self, unique, random, start, end):
        """Token rows with start and end; a share has meaningless words before the caption."""
        rows = []
        for n in unique:
            count = random.integers(1, LONGEST_FILLER + 1) if random.random() < FILLED else 0
            before = [t for i in random.integers(0, len(self.fillers), count) for t in self.fillers[i]]
            rows.append([start, *before[:LONGEST_FILLER + 4], *self.tokens[n], end][:77])
        return rows


def padded(rows, end):
    """[texts, longest] tokens and the place of each end token."""
    tokens = torch.full((len(rows), max(map(len, rows))), end)
    for n, row in enumerate(rows):
        tokens[n, :len(row)] = torch.tensor(row)
    return tokens, torch.tensor([len(row) - 1 for row in rows])


def order(count, seed, epoch):
    return np.random.default_rng([seed, 1, epoch]).permutation(count)


def chosen(count, seed, step, batch):
    """The pictures of a step: the epochs' permutations, one after the other."""
    places = np.arange(step * batch, (step + 1) * batch)
    orders = {epoch: order(count, seed, epoch) for epoch in np.unique(places // count)}
    return np.array([orders[place // count][place % count] for place in places])


def normalised(pixels):
    """[pictures, 3, side, side] fp32 from uint8 HWC, without augmentation."""
    return ((torch.from_numpy(pixels) / 255 - MEAN) / STD).permute(0, 3, 1, 2).contiguous()


def resampling(offset, extent, side, flip=None):
    """[pictures, side, 64]: triangle filter over the stretch [offset, offset + extent) of 64 pixels, wide enough that nothing is skipped."""
    target = torch.arange(side) + 0.5
    place = offset[:, None] + extent[:, None] * target / side   # in source pixels
    if flip is not None:
        place = torch.where(flip[:, None], place.flip(1), place)
    reach = (extent / side).clamp(min=1)[:, None, None]
    weights = (1 - (place[:, :, None] - torch.arange(64) - 0.5).abs() / reach).clamp(min=0)
    return weights / weights.sum(2, keepdim=True)


def augmented(pixels, side, random, precision):
    """Random resized crop (half of the area or more), flip, brightness, contrast and a little colour, as two matrix products and one affine map."""
    count = len(pixels)
    uniform = lambda low, high, *shape: torch.from_numpy(random.uniform(low, high, (count, *shape)).astype(np.float32))
    area, ratio = uniform(0.5, 1), uniform(-0.15, 0.15).exp()
    height, width = (64 * (area * ratio).sqrt()).clamp(max=64), (64 * (area / ratio).sqrt()).clamp(max=64)
    rows = resampling(uniform(0, 1) * (64 - height), height, side).to(precision)
    columns = resampling(uniform(0, 1) * (64 - width), width, side, uniform(0, 1) < 0.5).to(precision)
    x = torch.empty(count, 64, 3, 64, dtype=precision).copy_(torch.from_numpy(pixels).transpose(2, 3))    # 0 to 255 are exact in bf16
    x = torch.bmm(rows, x.view(count, 64, 192)).view(count, 3 * side, 64)
    x = torch.bmm(x, columns.transpose(1, 2)).view(count, side, 3, side).transpose(1, 2).float()
    gain = uniform(0.8, 1.2, 1) * uniform(0.95, 1.05, 3)        # contrast around mid-grey, and colour
    shift = uniform(-0.1, 0.1, 1) + 0.5 * (1 - gain)
    return x * (gain / 255 / STD)[:, :, None, None] + ((shift - MEAN) / STD)[:, :, None, None]
