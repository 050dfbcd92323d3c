using System.Text;

namespace KronClip.Hub;

/// <summary>Configurations and indices, which are never large.</summary>
static class SmallText
{
    const int Largest = 1 << 26;

    /// <exception cref="IOException">It is too large to be one, or cannot be read.</exception>
    public static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Largest)
            throw new IOException($"it is larger than {Largest >> 20} MB, which no configuration is.");
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
