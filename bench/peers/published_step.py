"""
The published repositories' training step (KaiyangZhou/CoOp, BeierZhu/Prompt-align) in PyTorch, as a process that another program times itself against.

    published_step.py --weights model.safetensors --threads N

One JSON object per line on stdin, one per line on stdout; README.md has the commands. Ends when stdin does.
"""
import argparse
import json
import re
import resource
import statistics
import sys
import time

import process_settings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", help="safetensors file under OpenAI's names, F32 or F16; without it only products can be timed")
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    process_settings.settle(options.threads)
    server = Server(options.weights, options.threads)
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(server.answer(line)), flush=True)


class Server:
    def __init__(self, weights, threads):
        import torch                                           # after the settings

        torch.set_num_threads(threads)
        torch.set_num_interop_threads(1)
        self.torch, self.weights = torch, weights
        self.tower = self.step = None

    def answer(self, line):
        try:
            request = json.loads(line)
            command = getattr(self, "do_" + request["do"], None)
            if command is None:
                raise ValueError(f"no command '{request['do']}'")
            return command(request)
        except Exception as error:                             # the program at the other end decides what an error means
            return {"error": f"{type(error).__name__}: {error}"}

    def do_hello(self, _):
        torch = self.torch
        vector = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
        return {
            "torch": torch.__version__,
            "blas": blas(torch),
            "vector": vector.group(1) if vector else "unknown",
            "threads": torch.get_num_threads(),
            "fused": hasattr(torch.nn.functional, "scaled_dot_product_attention"),
        }

    def do_prepare(self, request):
        from safetensors_file import SafeTensorsFile
        from text_tower import TextTower
        from training_step import prepare

        if self.weights is None:
            raise ValueError("started without --weights")
        self.tower = self.tower or TextTower(SafeTensorsFile(self.weights))
        self.step = None                                       # frees the one before
        self.step = prepare(self.tower, request, self.read)
        return {"positions": self.step.positions}

    def do_step(self, _):
        seconds, losses = self.prepared().run()
        return {"seconds": seconds, **losses}

    def do_result(self, request):
        step = self.prepared()
        if step.text_features is None:
            raise ValueError("no step was made yet")
        step.text_features.numpy().astype("<f4").tofile(request["features"])
        step.context.grad.numpy().astype("<f4").tofile(request["gradient"])
        return {"classes": step.text_features.shape[0], "words": step.context.shape[0]}

    def do_product(self, request):
        """[rows, inner] x [inner, columns] with the weights stored either way round; the faster one counts."""
        torch = self.torch
        rows, inner, columns = request["rows"], request["inner"], request["columns"]
        a, c = torch.randn(rows, inner), torch.empty(rows, columns)
        forms = {"mm": torch.randn(inner, columns), "linear": torch.randn(columns, inner).t()}
        seconds = {name: [] for name in forms}
        for repeat in range(request["repeats"] + 1):
            for name, b in forms.items():
                begin = time.perf_counter()
                torch.mm(a, b, out=c)
                if repeat > 0:                                 # the first one warms up
                    seconds[name].append(time.perf_counter() - begin)
        form = min(forms, key=lambda name: statistics.median(seconds[name]))
        return {"seconds": statistics.median(seconds[form]), "best": min(seconds[form]), "form": form}

    def do_memory(self, _):
        return {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}

    def prepared(self):
        if self.step is None:
            raise ValueError("prepare comes first")
        return self.step

    def read(self, path):
        import numpy

        width = self.tower.text_projection.shape[1]
        return self.torch.from_numpy(numpy.fromfile(path, "<f4").reshape(-1, width).astype(numpy.float32))


def blas(torch):
    """Which library makes the products, and with which kernel where it tells."""
    import ctypes

    shown = torch.__config__.show()
    if "mkl" in shown.lower().replace("mkl-dnn", "").replace("mkldnn", "") and torch.backends.mkl.is_available():
        return re.search(r"(Intel\(R\) (?:oneAPI )?Math Kernel Library Version \S+|$)", shown).group(0) or "MKL"
    with open("/proc/self/maps", encoding="utf-8") as maps:
        libraries = {line.split()[-1] for line in maps if re.search(r"/lib(open)?blas[^/]*\.so", line)}
    for library in sorted(libraries):
        loaded = ctypes.CDLL(library)
        if hasattr(loaded, "openblas_get_config"):
            loaded.openblas_get_config.restype = loaded.openblas_get_corename.restype = ctypes.c_char_p
            version = " ".join(loaded.openblas_get_config().decode().split()[:2])
            return f"{version}, {loaded.openblas_get_corename().decode()}, {loaded.openblas_get_num_threads()} threads"
    return ", ".join(sorted(libraries)) or "unknown"


if __name__ == "__main__":
    main()
