using System.Text.Json;
using KronClip.Storage;
using KronClip.Workshop;

namespace KronClip.Tools.KronMini;

/// <summary>Pictures and captions as the trainer reads them: one file of bytes, one of lines.</summary>
static class PreTrainingFiles
{
    /// <summary>Side of the pictures, in pixels: what kron-mini sees.</summary>
    public const int Side = 64;

    /// <summary>Writes images.u8: [count × side × side × RGB].</summary>
    public static void WritePictures(string folder, IEnumerable<Scene> scenes)
    {
        var all = scenes.ToArray();
        var pictures = new byte[all.Length][];
        var done = 0;
        Parallel.For(0, all.Length, i =>
        {
            pictures[i] = Renderer.Render(all[i], Side);
            if (Interlocked.Increment(ref done) % 2000 == 0)
                Console.Error.WriteLine($"{done} of {all.Length} pictures");
        });
        AtomicFile.Write(Path.Combine(folder, "images.u8"), stream =>
        {
            foreach (var picture in pictures)
                stream.Write(picture);
        });
    }

    /// <summary>Writes captions.jsonl, a caption and its kind per picture, and vocabulary.txt: what the tokenizer learns its words from.</summary>
    public static void WriteCaptions(string folder, IEnumerable<Scene> scenes)
    {
        var captions = scenes.Select(scene => (Text: Captions.Of(scene), scene.Kind)).ToArray();
        var lines = captions.Select(c => JsonSerializer.Serialize(new { caption = c.Text, group = c.Kind }));
        AtomicFile.WriteText(Path.Combine(folder, "captions.jsonl"), string.Join('\n', lines) + "\n");
        var words = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "words.txt")).Concat(captions.Select(c => c.Text));
        AtomicFile.WriteText(Path.Combine(folder, "vocabulary.txt"), string.Join('\n', words) + "\n");
    }
}
