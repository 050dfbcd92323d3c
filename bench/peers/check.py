"""
Compares the published step with the golden vectors (tests/golden/README.md): class embeddings and the context's gradient, at the size of the tiny model.

    check.py [--golden folder] [--threads N]

Prints the relative differences; exits with 1 where one is above 1e-4.
"""
import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy

from safetensors_file import TYPES, SafeTensorsFile

HERE = os.path.dirname(os.path.abspath(__file__))
START, END, VOCABULARY, WIDTH = 49406, 49407, 49408, 128
LIMIT = 1e-4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", default=os.path.join(HERE, "..", "..", "tests", "golden"))
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        weights = os.path.join(folder, "model.safetensors")
        write_tiny_model(os.path.join(options.golden, "clip", "tiny_vit_openai_noembed.safetensors"), weights)
        command = [sys.executable, os.path.join(HERE, "published_step.py"), "--weights", weights, "--threads", str(options.threads)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            def ask(**request):
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                answer = json.loads(process.stdout.readline())
                if "error" in answer:
                    sys.exit(answer["error"])
                return answer

            print(ask(do="hello"))
            for name in ("coop_end_generic", "coop_nctx16_end", "coop_ctxinit", "prograd_lambda1"):
                path = os.path.join(options.golden, "prompt", name + ".safetensors")
                if not os.path.exists(path):
                    print(f"{name}: NOT CHECKED, {path} does not exist")
                    continue
                golden = SafeTensorsFile(path)
                for form in ("published", "cut"):
                    worst = max(worst, compare(ask, golden, name, form, folder))
            process.stdin.close()
    print(f"worst {worst:.1e}")
    sys.exit(0 if worst <= LIMIT else 1)


def compare(ask, golden, name, form, folder):
    """The worst relative difference over the golden batches of one run."""
    features, gradient, images, zeroshot = (os.path.join(folder, part) for part in ("features", "gradient", "images", "zeroshot"))
    context = golden.read("init.ctx")
    prompts = integers(golden, "tokenized_prompts")
    classes = [[int(token) for token in row[1 + len(context) : list(row).index(END)]] for row in prompts]
    request = {"do": "prepare", "form": form, "context": context.tolist(), "classes": classes, "start": START, "end": END, "features": images}
    prograd = "fwd.zs_text_features" in golden
    if prograd:
        golden.read("fwd.zs_text_features").tofile(zeroshot)
    expected = golden.read("fwd.text_features")
    expected = expected / numpy.linalg.norm(expected, axis=1, keepdims=True)
    worst = 0.0
    for batch in range(4 if prograd else 1):
        golden.read("image_features")[batch].tofile(images)
        labels = integers(golden, "labels")[batch].tolist()
        ask(**request, labels=labels, method="prograd" if prograd else "coop", zeroshot=zeroshot)
        answer = ask(do="step")
        ask(do="result", features=features, gradient=gradient)
        wanted = golden.read(f"b{batch}.grad_used_lambda1.0" if prograd else "grad.ctx")
        differences = {
            "features": relative(numpy.fromfile(features, "<f4"), expected),
            "gradient": relative(numpy.fromfile(gradient, "<f4"), wanted),
            "loss": relative(answer["loss"], golden.read(f"b{batch}.xe" if prograd else "fwd.loss")),
        }
        if prograd:
            differences["divergence"] = relative(answer["divergence"], golden.read(f"b{batch}.kl"))
        print(f"{name}, {form}, batch {batch}: " + ", ".join(f"{key} {value:.1e}" for key, value in differences.items()))
        worst = max(worst, *differences.values())
    return worst


def relative(actual, expected):
    expected = numpy.asarray(expected, numpy.float64).ravel()
    return float(numpy.linalg.norm(numpy.ravel(actual) - expected) / numpy.linalg.norm(expected))


def integers(golden, name):
    """The reader of the step knows no integers, which only golden files have."""
    entry = golden.tensors[name]
    golden.file.seek(golden.start + entry["data_offsets"][0])
    count = int(numpy.prod(entry["shape"]))
    return numpy.fromfile(golden.file, {"I32": "<i4", "I64": "<i8"}[entry["dtype"]], count).reshape(entry["shape"])


def write_tiny_model(source, target):
    """The stored tensors and the token table, which is made by a formula (tests/golden/README.md)."""
    with numpy.errstate(over="ignore"):
        x = numpy.arange(VOCABULARY * WIDTH, dtype=numpy.uint32) + numpy.uint32(0x9E3779B9)
        x ^= x >> 16
        x *= numpy.uint32(0x85EBCA6B)
        x ^= x >> 13
        x *= numpy.uint32(0xC2B2AE35)
        x ^= x >> 16
    table = (((x >> 21).astype(numpy.int32) - 1024) / 32768).astype(TYPES["F16"]).tobytes()
    with open(source, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    header["token_embedding.weight"] = {"dtype": "F16", "shape": [VOCABULARY, WIDTH], "data_offsets": [len(data), len(data) + len(table)]}
    text = json.dumps(header).encode()
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data + table)


if __name__ == "__main__":
    main()
