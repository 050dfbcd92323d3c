using System.Globalization;

namespace KronClip.Samples.Classify;

/// <summary>A line for each picture, then how many there are of each class.</summary>
static class AnswerTable
{
    public static void Write(TextWriter output, IReadOnlyList<PictureLine> lines)
    {
        var width = lines.Max(line => line.Path.Length);
        foreach (var line in lines)
        {
            var answer = line.Answer is { Best: var best }
                ? string.Create(CultureInfo.InvariantCulture, $"{best.Name}  {best.Confidence * 100:F1} %")
                : $"unreadable: {line.Fault}";
            output.WriteLine($"{line.Path.PadRight(width)}  {answer}");
        }
        output.WriteLine();
        foreach (var of in lines.GroupBy(line => line.Answer?.Best.Name ?? "unreadable").OrderByDescending(of => of.Count()).ThenBy(of => of.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{of.Count(),5}  {of.Key}"));
    }
}
