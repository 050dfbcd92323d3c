using System.CommandLine;
using System.Globalization;
using KronClip.Cli.Options;
using KronClip.Cli.Output;
using KronClip.Jobs;

namespace KronClip.Cli.Verbs;

/// <summary>kronclip drift: whether pictures still look like those that a classifier was measured on.</summary>
sealed class DriftVerb : Verb
{
    readonly Argument<string> classifier = new("classifier") { Description = "The .kronclip file." };
    readonly Argument<string> pictures = new("pictures") { Description = "The folder of a log of predictions (kronclip serve --log), or pictures without labels: a folder, or a set of the workshop." };
    readonly Option<string?> reference = CommonOptions.Path("--reference", "pictures", "Holds them against these pictures, of days when all was well (default: the held-out pictures that the classifier remembers).");
    readonly Option<int?> days = Numbers.Whole<int>("--days", "n", "Of a log only the last days, today (UTC) included (default: all).");
    readonly Option<string?> model = CommonOptions.Model(), cache = CommonOptions.Cache();
    readonly Option<bool> noCache = CommonOptions.NoCache(), json = CommonOptions.Json("the report as one JSON document");

    public DriftVerb(Terminal terminal, CancellationToken cancel) : base("drift", "Says whether pictures still look like those that a classifier was measured on; exit code 1 where they do not.",
        ["kronclip drift parts.kronclip log", "kronclip drift parts.kronclip log --days 7", "kronclip drift parts.kronclip photos/today --reference photos/june"], terminal, cancel)
    {
        Arguments.Add(classifier);
        Arguments.Add(pictures);
        foreach (var option in new Option[] { reference, days, model, cache, noCache, json })
            Options.Add(option);
    }

    protected override int Run(ParseResult arguments)
    {
        var report = DriftJob.Run(new DriftRequest
        {
            Classifier = arguments.GetRequiredValue(classifier),
            Pictures = arguments.GetRequiredValue(pictures),
            Reference = arguments.GetValue(reference),
            Days = arguments.GetValue(days),
            Model = arguments.GetValue(model),
            Cache = CommonOptions.CacheFolder(arguments.GetValue(cache), arguments.GetValue(noCache)),
        }, new TerminalObserver(Terminal), cancel: Cancel);
        if (arguments.GetValue(json))
            Terminal.Output.Write(report.ToJson());
        else
            Show(report);
        return report.IsAlarm ? ExitCode.Failed : ExitCode.Ok;
    }

    void Show(DriftReport report)
    {
        report.Notes.ToList().ForEach(note => Terminal.Say(Visible.Text(note)));
        Terminal.Print(Visible.Text(report.Sentence));
        if (report.Next.Length > 0)
            Terminal.Print($"Next: {Visible.Text(report.Next)}");
        if (report.Tests.Count == 0)
            return;
        Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{report.Pictures} pictures against {report.Reference} ({report.ReferenceFrom}); corrected p values, an alarm below {report.Level:0.##}:"));
        foreach (var test in report.Tests)
            Terminal.Print(string.Create(CultureInfo.InvariantCulture, $"  {test.Name,-11} effect {test.Effect:0.00} (from {test.LeastEffect:0.00})  p {test.Adjusted:0.000}  {(test.Differs ? "differs" : "")}").TrimEnd());
    }
}
