using System.Text.Json;

namespace KronClip.Training;

/// <summary>Says in lines for a person how two JSON documents differ, key by key.</summary>
static class JsonDifference
{
    const int LongestValue = 60;

    /// <summary>One line per difference, such as <c>optimiser.learningRate: 0.002 → 0.01</c>; none where the documents mean the same.</summary>
    public static IReadOnlyList<string> Lines(JsonElement before, JsonElement after)
    {
        List<string> lines = [];
        Compare("", before, after, lines);
        return lines;
    }

    static void Compare(string path, JsonElement before, JsonElement after, List<string> lines)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            var keys = before.EnumerateObject().Concat(after.EnumerateObject()).Select(p => p.Name).Distinct(StringComparer.Ordinal);
            foreach (var key in keys.Order(StringComparer.Ordinal))
                CompareEntry(Join(path, key), Entry(before, key), Entry(after, key), lines);
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            CompareArrays(path, [.. before.EnumerateArray()], [.. after.EnumerateArray()], lines);
        }
        else if (CanonicalJson.Text(before) is var old && CanonicalJson.Text(after) is var now && old != now)
        {
            lines.Add($"{path}: {Shorten(old)} → {Shorten(now)}");
        }
    }

    static void CompareEntry(string path, JsonElement? before, JsonElement? after, List<string> lines)
    {
        if (before is { } old && after is { } now)
            Compare(path, old, now, lines);
        else if (before is { } removed)
            lines.Add($"{path}: removed (it was {Shorten(CanonicalJson.Text(removed))})");
        else if (after is { } added)
            lines.Add($"{path}: added {Shorten(CanonicalJson.Text(added))}");
    }

    static void CompareArrays(string path, JsonElement[] before, JsonElement[] after, List<string> lines)
    {
        if (before.Concat(after).Any(e => e.ValueKind is JsonValueKind.Object or JsonValueKind.Array) || before.Length == after.Length)
        {
            for (var i = 0; i < Math.Max(before.Length, after.Length); i++)
                CompareEntry($"{path}[{i}]", i < before.Length ? before[i] : null, i < after.Length ? after[i] : null, lines);
            return;
        }
        // A name put in or taken out of a list shifts all that follow; saying which one it was is shorter than saying how each place changed.
        List<string> rest = [.. after.Select(CanonicalJson.Text)];
        foreach (var gone in before.Select(CanonicalJson.Text).Where(text => !rest.Remove(text)))
            lines.Add($"{path}: removed {Shorten(gone)}");
        foreach (var come in rest)
            lines.Add($"{path}: added {Shorten(come)}");
    }

    static JsonElement? Entry(JsonElement element, string key) => element.TryGetProperty(key, out var value) ? value : null;

    static string Join(string path, string key)
    {
        if (!key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-'))
            return $"{path}[\"{key}\"]";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    static string Shorten(string text) => text.Length <= LongestValue ? text : text[..LongestValue] + "…";
}
