using System.CommandLine;
using System.Globalization;

namespace KronClip.Cli.Options;

/// <summary>Several whole numbers, such as seeds: "1-3", "1,2,5", or both mixed.</summary>
static class SeedList
{
    /// <summary>Most numbers of one list; more is a slip of the finger.</summary>
    const int Most = 1000;

    /// <summary>The option; null where it is not given.</summary>
    public static Option<IReadOnlyList<long>?> Of(string name, string description, string example = "1-3") => new(name)
    {
        Description = description,
        HelpName = example,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Read(text) is { } seeds)
                return seeds;
            result.AddError($"{name} is '{text}'; give whole numbers such as 1-3 or 1,2,5, at most {Most}.");
            return null;
        },
    };

    static List<long>? Read(string text)
    {
        var seeds = new List<long>();
        foreach (var piece in text.Split(','))
        {
            var dash = piece.IndexOf('-', Math.Min(1, piece.Length));        // the first sign may be a minus
            var (first, last) = dash < 0 ? (piece, piece) : (piece[..dash], piece[(dash + 1)..]);
            if (!Number(first, out var from) || !Number(last, out var to) || to < from || (decimal)to - from >= Most - seeds.Count)
                return null;
            for (var seed = from; ; seed++)
            {
                seeds.Add(seed);
                if (seed == to)
                    break;
            }
        }
        return seeds;
    }

    static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
