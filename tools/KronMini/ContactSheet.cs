using KronClip.Images;
using KronClip.Storage;
using KronClip.Workshop;

namespace KronClip.Tools.KronMini;

/// <summary>Pictures side by side, for a look at what the workshop makes.</summary>
static class ContactSheet
{
    /// <summary>Writes the scenes as one PNG, so many to a row.</summary>
    public static void Write(string path, IReadOnlyList<Scene> scenes, int columns, int size = Renderer.Side)
    {
        var rows = (scenes.Count + columns - 1) / columns;
        var (width, height) = (columns * (size + 2), rows * (size + 2));
        var sheet = new byte[width * height * 3];
        Parallel.For(0, scenes.Count, i =>
        {
            var picture = Renderer.Render(scenes[i], size);
            for (var y = 0; y < size; y++)
                Array.Copy(picture, y * size * 3, sheet, 3 * ((i / columns * (size + 2) + y) * width + i % columns * (size + 2)), size * 3);
        });
        var file = PngFile.Encode(width, height, sheet);
        AtomicFile.Write(path, stream => stream.Write(file));
    }
}
