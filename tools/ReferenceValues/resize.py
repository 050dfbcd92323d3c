"""Pillow's resize of pictures that follow from their size alone: tests/golden/preprocess/resize_sizes.json.

Run with Debian's python3-pil and python3-numpy (Pillow 9.4):  python3 tools/ReferenceValues/resize.py > tests/golden/preprocess/resize_sizes.json
Sample i of a picture (rows from the top, red, green, blue) is the third byte of (i * 2654435761 + 12345) mod 2^32, hashed once more. The hash is that of the resized RGB samples.
"""
import hashlib
import json

import numpy
from PIL import Image

SIZE = 224


def picture(width, height):
    i = numpy.arange(width * height * 3, dtype=numpy.uint64)
    x = (i * 2654435761 + 12345) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 2246822519) & 0xFFFFFFFF
    samples = ((x >> 16) & 0xFF).astype(numpy.uint8)
    # Half noise, half a slow ramp: both the rounding of single samples and large sums are seen.
    ramp = ((i // 3) * 255 // max(1, width * height - 1)).astype(numpy.uint8)
    return numpy.where(i % 2 == 0, samples, ramp).astype(numpy.uint8).reshape(height, width, 3)


def shortest_edge(width, height):
    """torchvision's Resize(224): the shorter edge becomes 224, the other int(224 * long / short)."""
    return (SIZE, int(SIZE * height / width)) if width <= height else (int(SIZE * width / height), SIZE)


sizes = [(1, 1), (1, 50), (50, 1), (2, 3), (3, 2), (7, 5), (16, 16), (31, 33), (64, 64), (97, 61), (100, 224), (112, 112), (150, 200), (199, 301), (223, 223), (223, 224), (224, 223), (224, 224),
         (224, 225), (225, 224), (225, 225), (226, 447), (240, 320), (255, 256), (256, 255), (257, 313), (300, 225), (320, 240), (333, 250), (336, 336), (384, 288), (400, 300), (447, 448), (448, 448), (449, 225),
         (500, 375), (512, 384), (512, 512), (640, 427), (640, 480), (641, 479), (683, 1024), (720, 540), (768, 1024), (799, 601), (800, 600), (1000, 250), (1024, 768), (1280, 720), (1333, 1000)]
assert len(sizes) == 50 == len(set(sizes))
rows = []
for width, height in sizes:
    to = shortest_edge(width, height)
    samples = Image.fromarray(picture(width, height), "RGB").resize(to, Image.BICUBIC).tobytes()
    rows.append({"width": width, "height": height, "toWidth": to[0], "toHeight": to[1], "sha256": hashlib.sha256(samples).hexdigest()})
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
