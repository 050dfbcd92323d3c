using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Data;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip data split: the published draw of a data set. Where lists say what there is, no picture need be there.</summary>
sealed class DataSplitVerb : Verb
{
    const int Shown = 3;

    readonly Argument<string> name = DataVerbs.Name();
    readonly Option<string?> root = DataVerbs.Root();
    readonly Option<int?> shots = Numbers.Whole<int>("--shots", "n", "Training pictures per class (default 16).");
    readonly Option<long?> seed = Numbers.Whole<long>("--seed", "n", "Seed of the draw; published figures are of 1, 2 and 3 (default 1).");
    readonly Option<bool> json = CommonOptions.Json("the lists train, val and test as one JSON document");

    public DataSplitVerb(Terminal terminal, CancellationToken cancel) : base("split", "Shows the published few-shot draw of a benchmark data set.",
        ["kronclip data split caltech101 --root data --shots 16 --seed 1 --json"], terminal, cancel)
    {
        Arguments.Add(name);
        Options.Add(root);
        Options.Add(shots);
        Options.Add(seed);
        Options.Add(json);
    }

    protected override int Run(ParseResult arguments)
    {
        var options = new SplitOptions { Shots = arguments.GetValue(shots) ?? 16, Seed = arguments.GetValue(seed) ?? 1 };
        options.Validate();
        var split = BenchmarkSplit.Read(DataVerbs.Find(arguments, name), arguments.GetValue(root)!);
        var draw = FewShotDraw.Of(split, options.Shots, options.Seed);
        if (arguments.GetValue(json))
            Terminal.Output.Write(DrawDocument.ToJson(split, draw));
        else
            Show(split, draw);
        if (split.ValidationIsTest)
            Terminal.Note("ImageNet's validation pictures are its test pictures, so the draw has none of them.");
        else if (split.Train.Count == 0)
            Terminal.Note($"{split.Definition.Title} has test pictures only; there is nothing to draw.");
        return ExitCode.Ok;
    }

    void Show(BenchmarkSplit split, FewShotDraw draw)
    {
        Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{split.Definition.Title}: {split.Classes.Count} classes, {draw.Shots} {(draw.Shots == 1 ? "shot" : "shots")}, seed {draw.Seed}"));
        foreach (var (part, pictures) in new[] { ("train", draw.Train), ("val", draw.Validation), ("test", split.Test) })
        {
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{part,-6}{pictures.Count,7:#,0} pictures"));
            foreach (var picture in pictures.Take(Shown))
                Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  {picture.Label,4}  {Visible.Text(picture.ClassName)}  {Visible.Text(picture.Path)}"));
            if (pictures.Count > Shown)
                Terminal.Print("  ...");
        }
    }
}
