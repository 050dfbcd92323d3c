using System.Text;

namespace KronClip.Checkpoints;

/// <summary>Says what a file is that was taken for a safetensors file, from its first bytes. Nothing is parsed; above all no pickle.</summary>
static class ForeignFormat
{
    /// <summary>How many first bytes <see cref="Describe"/> wants to see.</summary>
    public const int BytesNeeded = 256;

    /// <summary>How a PyTorch checkpoint becomes a safetensors file.</summary>
    public const string HowToConvert =
        "KronClip never reads pickle, because loading one can run any program. Take the model's safetensors file (many repositories keep "
            + "one, some in a 'refs/pr/…' revision), "
        + "or convert it once with Python, on a machine that may run what the file holds: "
        + "python -c \"import torch, safetensors.torch as s; m = torch.load('model.pt', map_location='cpu', weights_only=True); "
        + "s.save_file({k: v.contiguous() for k, v in m.get('state_dict', m).items() if hasattr(v, 'contiguous')}, 'model.safetensors')\" "
        + "(for OpenAI's own files, which are TorchScript archives: m = torch.jit.load('model.pt', map_location='cpu').state_dict()).";

    static readonly HashSet<string> PickleExtensions = new(StringComparer.OrdinalIgnoreCase) { ".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle" };

    /// <summary>Whether a file of this name is a PyTorch checkpoint by custom.</summary>
    public static bool IsPickleName(string path) => PickleExtensions.Contains(Path.GetExtension(path));

    /// <summary>A sentence's end for what the bytes look like ("a zip archive …; do this instead."), or null where they look like nothing
    /// known.</summary>
    public static string? Describe(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return "a zip archive, most likely a PyTorch .pt file under another name. " + HowToConvert;
        // The first eight bytes of a safetensors file are a length, so the last of them are zero; a pickle's are opcodes.
        if (start is [0x80, >= 2 and <= 5, ..] && (start.Length < 8 || start[4..8].ContainsAnyExcept((byte)0)))
            return "a Python pickle under another name. " + HowToConvert;
        if (start.StartsWith("version https://git-lfs"u8))
            return "a git-LFS pointer, a note of three lines in the file's stead; run 'git lfs pull' in its folder, or download the file itself.";
        if (start.StartsWith(new byte[] { 0x1F, 0x8B }))
            return "a gzip archive; unpack it first.";
        if (start.StartsWith("GGUF"u8))
            return "a GGUF file; take the model's safetensors file.";
        if (start.StartsWith(new byte[] { 0x89, 0x48, 0x44, 0x46 }))
            return "an HDF5 file; take the model's safetensors file.";
        var text = Encoding.Latin1.GetString(start).TrimStart(' ', '\t', '\r', '\n', '\u00EF', '\u00BB', '\u00BF');
        if (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<head", StringComparison.OrdinalIgnoreCase))
            return "a web page, often a login or error page saved in the file's stead; open the address in a browser, then download again.";
        return text.StartsWith('{') ? "a JSON text; take the file that holds the weights." : null;
    }
}
