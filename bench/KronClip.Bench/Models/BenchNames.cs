using System.Text.Json;
using KronClip.Clip;

namespace KronClip.Bench.Models;

/// <summary>
/// The class names of the bench: the real ones of tests/golden/tokenizer/prompts_golden.jsonl with one to five tokens, each once, evenly spread over the file, so that
/// the list for a number of classes is always the same. Where more are asked for than there are, they begin again.
/// </summary>
static class BenchNames
{
    static readonly int[] Before = [320, 1125, 539, 320];      // "a photo of a"
    const int FullStop = 269, LongestName = 5;

    static readonly Lazy<int[][]> All = new(Read);

    /// <summary>Number of different names.</summary>
    public static int Count => All.Value.Length;

    /// <summary>Tokens of "name." for each class.</summary>
    public static int[][] Take(int classes)
    {
        var all = All.Value;
        return [.. Enumerable.Range(0, classes).Select(c => classes <= all.Length ? all[(int)((long)c * all.Length / classes)] : all[c % all.Length])];
    }

    /// <summary>The same as the prompt layout takes them.</summary>
    public static ClassTokens[] Classes(int classes) => [.. Take(classes).Select(name => new ClassTokens(name, name.Length - 1))];

    /// <summary>Mean number of tokens without the full stop.</summary>
    public static double MeanLength(int classes) => Take(classes).Average(name => name.Length - 1);

    static int[][] Read()
    {
        var names = new List<int[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "names", "prompts_golden.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var tokens = json.RootElement[1].EnumerateArray().Select(t => t.GetInt32()).ToArray();
            if (tokens.Length < Before.Length + 2 || !tokens.AsSpan(0, Before.Length).SequenceEqual(Before) || tokens[^1] != FullStop)
                continue;
            var name = tokens[Before.Length..];
            if (name.Length - 1 <= LongestName && seen.Add(string.Join(' ', name)))
                names.Add(name);
        }
        return [.. names];
    }
}
