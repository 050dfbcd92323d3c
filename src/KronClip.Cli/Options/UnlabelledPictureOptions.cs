using System.CommandLine;
using KronClip.Jobs;

namespace KronClip.Cli.Options;

/// <summary>Unlabelled pictures for a training.</summary>
sealed class UnlabelledPictureOptions
{
    static readonly UnlabelledOptions Defaults = new() { Pictures = "" };

    readonly Option<int?> rounds = Numbers.Whole<int>("--rounds", "n", $"How often pseudo-labels are chosen and the method is fitted anew (default {Defaults.Rounds}).");
    readonly Option<int?> perClass = Numbers.Whole<int>("--pseudo-labels", "n", "Most pseudo-labels of a class (default: half of the unlabelled pictures per class, at most 16).");
    readonly Option<double?> confidence = Numbers.Real("--pseudo-confidence", "x", $"Least confidence of a pseudo-label, from 0 up to 1 (default {Defaults.Confidence}).");
    readonly Option<int?> weight = Numbers.Whole<int>("--labelled-weight", "n", $"How many pseudo-labelled pictures a labelled one counts for (default {Defaults.LabelledWeight}).");

    /// <summary>The option without which the others say nothing.</summary>
    public Option<string?> Pictures { get; } = CommonOptions.Path("--unlabelled", "folder", $"Pictures without labels to learn from as well, in whatever folders; '{UnlabelledOptions.Rest}' are the training pictures that the draw leaves over.");

    public IReadOnlyList<Option> All => [Pictures, rounds, perClass, confidence, weight];

    /// <exception cref="OptionsException">Another of the options is given, but no pictures.</exception>
    public UnlabelledOptions? Read(ParseResult arguments)
    {
        if (arguments.GetValue(Pictures) is { } pictures)
        {
            return new UnlabelledOptions
            {
                Pictures = pictures,
                Rounds = arguments.GetValue(rounds) ?? Defaults.Rounds,
                PerClass = arguments.GetValue(perClass),
                Confidence = arguments.GetValue(confidence) ?? Defaults.Confidence,
                LabelledWeight = arguments.GetValue(weight) ?? Defaults.LabelledWeight,
            };
        }
        var given = All.Skip(1).Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
        return given.Length == 0 ? null : throw new OptionsException($"{string.Join(", ", given)} {(given.Length == 1 ? "is" : "are")} for unlabelled pictures, and there are none. Give some with --unlabelled.");
    }
}
