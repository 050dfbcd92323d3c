using System.Globalization;

namespace KronClip.Load;

/// <summary>What is measured and for how long. Immutable.</summary>
sealed record LoadOptions
{
    public const string Help = """
        Starts `kronclip serve` as a process, drives it over loopback from this one, and holds it against the engine in this process, in turns.

          KronClip.Load [--model mini|b16] [--clients 1,4,16,64] [--pictures 1,8] [--rounds N] [--seconds S] [--requests N] [--threads N] [--quick]
          KronClip.Load --classifier FILE --from FOLDER ...

          --model        mini: kron-mini, with the pictures of workshop:parts; b16: an image tower of ViT-B/16's size with random weights (default mini)
          --classifier   a .kronclip file of your own, with --from, a folder whose pictures are sent
          --clients      numbers of callers at the same time; each sends its next request when it has its answer
          --pictures     pictures of a request
          --rounds       how often each combination takes its turn (default 5)
          --seconds      most seconds of a turn (default 5)
          --requests     most requests of a turn (default 2000)
          --threads      threads of the engine, here and there (default: all cores)
          --quick        one short round: shows that all works, not to be quoted
        """;

    public string Model { get; init; } = "mini";

    public string? Classifier { get; init; }

    public string? From { get; init; }

    public IReadOnlyList<int> Clients { get; init; } = [1, 4, 16, 64];

    public IReadOnlyList<int> Pictures { get; init; } = [1, 8];

    public int Rounds { get; init; } = 5;

    public double Seconds { get; init; } = 5;

    public int Requests { get; init; } = 2000;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Reads the arguments; null where they cannot be understood, after the reason was said.</summary>
    public static LoadOptions? Read(string[] args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (name == "--quick")
            {
                options = options with { Rounds = 1, Seconds = 2, Requests = 100, Clients = [1, 8] };
                continue;
            }
            var value = i + 1 < args.Length ? args[++i] : "";
            if (With(options, name, value) is not { } next)
            {
                Console.Error.WriteLine($"'{name} {value}' cannot be understood here.\n\n{Help}");
                return null;
            }
            options = next;
        }
        if ((options.Classifier is null) == (options.From is null))
            return options;
        Console.Error.WriteLine("--classifier and --from go together.");
        return null;
    }

    static LoadOptions? With(LoadOptions options, string name, string value) => (name, Whole(value), Several(value)) switch
    {
        ("--model", _, _) when value is "mini" or "b16" => options with { Model = value },
        ("--classifier", _, _) when File.Exists(value) => options with { Classifier = Path.GetFullPath(value) },
        ("--from", _, _) when Directory.Exists(value) => options with { From = Path.GetFullPath(value) },
        ("--clients", _, { } several) => options with { Clients = several },
        ("--pictures", _, { } several) => options with { Pictures = several },
        ("--rounds", { } whole, _) => options with { Rounds = whole },
        ("--seconds", { } whole, _) => options with { Seconds = whole },
        ("--requests", { } whole, _) => options with { Requests = whole },
        ("--threads", { } whole, _) => options with { Threads = whole },
        _ => null,
    };

    static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    static int[]? Several(string text)
    {
        var numbers = text.Split(',').Select(Whole).ToArray();
        return numbers.All(n => n is not null) ? [.. numbers.Select(n => n!.Value)] : null;
    }
}
