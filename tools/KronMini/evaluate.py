"""Zero-shot accuracy of a model folder, in fp32: on folders <class name>/<picture>, or on renderings with captions.jsonl."""
import argparse
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import data
from export import load

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".ppm")


def square(path, side):
    """CLIP's resize of the shorter side and crop of the middle, by Pillow."""
    with Image.open(path) as file:
        picture = file.convert("RGB")
    width, height = picture.size
    short = min(width, height)
    picture = picture.resize((side * width // short, side * height // short), Image.Resampling.BICUBIC)
    left, top = (round((extent - side) / 2) for extent in picture.size)
    return np.asarray(picture.crop((left, top, left + side, top + side)))


def read_tree(folder, side):
    """Pixels, labels and class names; names with spaces for the folders' underscores."""
    kinds = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir())
    files = [(os.path.join(folder, kind, name), n) for n, kind in enumerate(kinds) for name in sorted(os.listdir(os.path.join(folder, kind)))
             if name.lower().endswith(SUFFIXES)]
    pixels = np.stack([square(path, side) for path, _ in files])
    return pixels, torch.tensor([n for _, n in files]), [kind.replace("_", " ") for kind in kinds]


@torch.no_grad()
def encode_pictures(model, pixels):
    parts = np.array_split(pixels, -(-len(pixels) // 256))
    return torch.cat([F.normalize(model.image(data.normalised(part))[0]) for part in parts])


@torch.no_grad()
def encode_texts(model, tokenizer, texts):
    rows = [[tokenizer.start, *tokenizer.encode(text), tokenizer.end] for text in texts]
    return F.normalize(model.text(*data.padded(rows, tokenizer.end)))


def retrieval(model, tokenizer, features, captions, groups):
    """Share of pictures whose own caption comes first among the distinct captions of their own group: what is known beyond the kind."""
    right = count = chance = 0
    for group in sorted(set(groups)):
        places = [n for n, g in enumerate(groups) if g == group]
        distinct = sorted({captions[n] for n in places})
        best = (features[places] @ encode_texts(model, tokenizer, distinct).t()).argmax(1)
        right += sum(distinct[b] == captions[n] for b, n in zip(best.tolist(), places))
        count, chance = count + len(places), chance + len(places) / len(distinct)
    return 100 * right / count, 100 * chance / count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("pictures")
    parser.add_argument("--template", default="a photo of a {}.")
    parser.add_argument("--each", action="store_true", help="also print each class")
    options = parser.parse_args()
    torch.set_num_threads(2)
    model, tokenizer = load(options.model)
    rendered = os.path.exists(os.path.join(options.pictures, "captions.jsonl"))
    if rendered:
        pictures = data.Pictures(options.pictures)
        pixels, labels, kinds = pictures.pixels, pictures.labels, pictures.kinds
    else:
        pixels, labels, kinds = read_tree(options.pictures, model.sizes["side"])
    features = encode_pictures(model, pixels)
    texts = encode_texts(model, tokenizer, [options.template.format(kind) for kind in kinds])
    ranked = (features @ texts.t()).argsort(1, descending=True)
    right = ranked[:, 0] == labels
    print(f"{options.pictures}: {len(kinds)} classes, {len(pixels)} pictures, \"{options.template}\": "
          f"top-1 {100 * right.float().mean():.1f} %, top-5 {100 * (ranked[:, :5] == labels[:, None]).any(1).float().mean():.1f} %")
    if options.each:
        for n, kind in enumerate(kinds):
            print(f"  {kind}: {100 * right[labels == n].float().mean():.1f} %")
    if rendered:
        print("  own caption first among its group's: {:.1f} % (chance {:.1f} %)".format(
            *retrieval(model, tokenizer, features, pictures.captions, pictures.groups)))


if __name__ == "__main__":
    main()
