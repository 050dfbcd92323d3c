"""What makes PyTorch fast on a processor and can only be said before it is loaded."""
import ctypes
import os


def settle(threads):
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")        # waiting threads must not take the processor from the program that is timed beside this one
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    # An inherited choice of kernel for OpenBLAS (Haswell on a machine with AVX-512, say) makes products half as fast: OpenBLAS's own choice holds.
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        os.environ.pop(name, None)
    # PyTorch 1.13 uses AVX-512 in its own kernels only where asked to. A sigmoid took half the time with it.
    if "avx512vl" in processor_flags():
        os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx512")
    keep_freed_memory()


def processor_flags():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next((line.split() for line in info if line.startswith("flags")), [])
    except OSError:
        return []


def keep_freed_memory():
    """
    glibc gives large blocks back to the system at once, and each step then pays for fresh pages again: about a tenth of a step. It is told to keep them.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return                                                 # another C library: no such switch
    trim_threshold, mmap_max = -1, -4
    mallopt(mmap_max, 0)
    mallopt(trim_threshold, -1)
