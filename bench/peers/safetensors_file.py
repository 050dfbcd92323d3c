"""Safetensors read by hand: eight bytes of length, a JSON header, raw little-endian data. One tensor at a time, so that memory stays small."""
import json
import struct

import numpy

TYPES = {"F32": numpy.dtype("<f4"), "F16": numpy.dtype("<f2")}


class SafeTensorsFile:
    def __init__(self, path):
        self.file = open(path, "rb")
        (length,) = struct.unpack("<Q", self.file.read(8))
        self.tensors = json.loads(self.file.read(length))
        self.tensors.pop("__metadata__", None)
        self.start = 8 + length

    def __contains__(self, name):
        return name in self.tensors

    def shape(self, name):
        return self.tensors[name]["shape"]

    def read(self, name):
        """The whole tensor as fp32."""
        shape = self.shape(name)
        return self._numbers(name, 0, int(numpy.prod(shape, dtype=numpy.int64))).reshape(shape)

    def read_rows(self, name, rows):
        """Some rows of a tensor with two dimensions as fp32, without the rest of it."""
        _, width = self.shape(name)
        return numpy.stack([self._numbers(name, row * width, width) for row in rows])

    def _numbers(self, name, first, count):
        entry = self.tensors[name]
        if entry["dtype"] not in TYPES:
            raise ValueError(f"tensor '{name}' is {entry['dtype']}; F32 and F16 can be read")
        kind = TYPES[entry["dtype"]]
        begin, end = entry["data_offsets"]
        if begin + (first + count) * kind.itemsize > end:
            raise ValueError(f"tensor '{name}' has no element {first + count - 1}")
        self.file.seek(self.start + begin + first * kind.itemsize)
        return numpy.fromfile(self.file, kind, count).astype(numpy.float32)
