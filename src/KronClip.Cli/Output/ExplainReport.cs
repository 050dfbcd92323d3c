using System.Globalization;
using KronClip.Deployment;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees of an explanation.</summary>
static class ExplainReport
{
    /// <summary>From nothing to the strongest patch.</summary>
    const string Shades = "·░▒▓█";

    const string Against = "-";

    public static void Write(Terminal terminal, ClassifierExplanation result)
    {
        if (result.Context is { } context)
        {
            terminal.Print("Context in words (nearest tokens by cosine):");
            foreach (var (number, word) in context.Words.Index())
            {
                terminal.Print(Text($"  {number + 1}  {string.Join(", ", word.Nearest.Select(near => $"{Visible.Text(near.Token)} {Number(near.Cosine)}"))}"));
                if (word.Entries.Count > 0)
                    terminal.Print($"     made of {string.Join("; ", word.Entries.Select(entry => $"{entry.Weight.ToString("+0.00;-0.00", CultureInfo.InvariantCulture)} × ({string.Join(", ", entry.Nearest.Select(near => Visible.Text(near.Token)))})"))}");
            }
            terminal.Print();
        }
        terminal.Print($"Nearest classes (cosine of {Visible.Text(result.Directions)}):");
        var columns = result.Classes.Max(c => Visible.Width(Visible.Text(c.Name)));
        foreach (var c in result.Classes)
            terminal.Print($"  {Visible.Pad(Visible.Text(c.Name), columns)}  {string.Join(", ", c.Nearest.Select(near => $"{Visible.Text(near.Name)} {Number(near.Cosine)}"))}".TrimEnd());
        if (result.Separation is { } separation)
            Write(terminal, separation);
        foreach (var note in result.Notes)
            terminal.Note(note);
    }

    static void Write(Terminal terminal, ClassSeparation separation)
    {
        var (first, second) = (Visible.Text(separation.First), Visible.Text(separation.Second));
        terminal.Print();
        terminal.Print(Text($"Between {first} and {second} (cosine {Number(separation.Cosine)}), by {separation.Words} words: {Visible.Text(separation.WordsFrom)}"));
        terminal.Print($"  towards {first}: {Words(separation.TowardsFirst)}");
        terminal.Print($"  towards {second}: {Words(separation.TowardsSecond)}");
        if (separation.Pictures is not { } pictures)
            return;
        terminal.Print();
        terminal.Print(Text($"Of {pictures.Looked} pictures {pictures.Between} are given to one of the two (log-odds of {first} against {second}):"));
        Write(terminal, $"surest of {first}", pictures.SurestFirst);
        Write(terminal, "nearest to the boundary", pictures.NearestBoundary);
        Write(terminal, $"surest of {second}", pictures.SurestSecond);
        foreach (var reason in pictures.Unreadable)
            terminal.Warn($"Set aside: {reason}");
    }

    static void Write(Terminal terminal, string title, IReadOnlyList<PictureAlong> pictures)
    {
        terminal.Print($"  {title}");
        foreach (var picture in pictures)
            terminal.Print($"    {Signed(picture.LogOdds),7}  {Visible.Text(picture.Path)}");
    }

    public static void Write(Terminal terminal, PictureExplanation result)
    {
        var least = result.Scores.Max(row => row.Max(Math.Abs));
        foreach (var row in result.Scores)
            terminal.Print("  " + string.Concat(row.Select(score => Shade(score, least))));
        terminal.Print();
        FactLines.Write(terminal,
        [
            ("label", Text($"{result.Label}, {Percent.Of(result.Confidence)} %{(result.Answer == result.Label ? "" : $"; the answer is {result.Answer}")}")),
            ("strongest", string.Join(", ", result.Highest.Take(5).Select(patch => Text($"row {patch.Row + 1} column {patch.Column + 1} ({Signed(patch.Score)})")))),
            ("made of", Text($"{result.Copies} copies with patches hidden; scores say by how much the log-odds fall where a patch is hidden")),
            .. result.Map is { } map ? [("map", map)] : Array.Empty<(string, string)>(),
        ]);
    }

    public static void Write(Terminal terminal, ExplanationCheck check)
    {
        terminal.Print(Text($"{check.Pictures} pictures; probability of the label {check.Whole:0.000} as they are, and with {check.Hidden} of {check.Patches} patches hidden:"));
        terminal.Print();
        var table = Tables.Plain("hidden by", "highest", "random", "same shape", "centre", "lowest", "below random", "below same shape", "below centre");
        foreach (var f in check.Fillings)
        {
            table.AddRow(Name(f.Filling) + (f.Filling == check.Filling ? " (as the maps)" : ""), Number(f.Highest), Number(f.Random), Number(f.SameShape), Number(f.Centre), Number(f.Lowest),
                Between(f.BelowRandom), Between(f.BelowSameShape), Between(f.BelowCentre));
        }
        terminal.Print(table);
        foreach (var f in check.Fillings)
            terminal.Print(Text($"{Name(f.Filling)}: hiding the highest patches lowers it more than hiding random ones by {f.BelowRandom.Value:0.000} (95 % interval {f.BelowRandom.Low:0.000} to {f.BelowRandom.High:0.000}), in {Percent.Of(f.Won)} % of the pictures"));
        terminal.Note(Text($"Maps of {check.Copies} copies each, patches hidden in them by {Name(check.Filling)}; {check.Draws} random draws a picture, seed {check.Seed}. The same shape is the highest patches moved elsewhere."));
    }

    static string Shade(double score, double most) => most == 0 ? Shades[..1]
        : score < 0 && Math.Round(-score / most * (Shades.Length - 1)) >= 1 ? Against
        : Shades[(int)Math.Round(Math.Max(0, score / most) * (Shades.Length - 1))].ToString();

    static string Words(IReadOnlyList<WordAlong> words) => string.Join(", ", words.Select(word => Text($"{Visible.Text(word.Word)} {Math.Abs(word.Deviations):0.0}")));

    static string Name(PatchFilling filling) => filling switch { PatchFilling.Mean => "mean colour", PatchFilling.Grey => "grey", _ => "blur" };

    static string Between(KronClip.Evaluation.Interval x) => Text($"{x.Value:0.000} ({x.Low:0.000}–{x.High:0.000})");

    static string Number(double x) => x.ToString("0.000", CultureInfo.InvariantCulture);

    static string Signed(double x) => x.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
