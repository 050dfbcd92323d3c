using KronClip.Jobs;

namespace KronClip.Cli.Output;

/// <summary>One line per picture: path, class, confidence and the runners-up, the columns of a block under one another.</summary>
sealed class PredictionLines(Terminal terminal, IEnumerable<string> names)
{
    const int WidestPath = 48, WidestName = 24;

    /// <summary>What stands for an answer that is not sure enough.</summary>
    public const string Unknown = "unknown";

    readonly int nameColumns = Math.Min(WidestName, names.Select(name => Visible.Width(Visible.Text(name))).DefaultIfEmpty(0).Max());
    int pathColumns;

    public void Write(IReadOnlyList<PredictedPicture> block)
    {
        var answered = block.Where(picture => picture.Label is not null).ToArray();
        pathColumns = Math.Max(pathColumns, Math.Min(WidestPath, answered.Select(picture => Visible.Width(Visible.Text(picture.Path))).DefaultIfEmpty(0).Max()));
        foreach (var picture in answered)
        {
            var unknown = picture.Unknown ?? false;                          // the best guess then stands with the others
            var others = string.Join(", ", picture.Top.Skip(unknown ? 0 : 1).Select(guess => $"{Visible.Text(guess.Label)} {Percent.Of(guess.Confidence)}"));
            terminal.Print($"{Visible.Pad(Visible.Text(picture.Path), pathColumns)}  {Visible.Pad(unknown ? Unknown : Visible.Text(picture.Label!), nameColumns)}  {Percent.Of(picture.Confidence),5} %  {others}".TrimEnd());
        }
    }
}
