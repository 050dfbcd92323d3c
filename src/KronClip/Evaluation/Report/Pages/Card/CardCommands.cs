using System.Text;

namespace KronClip.Evaluation;

/// <summary>How the classifier is used, as lines to copy. A file's name may hold anything, so it is quoted for a shell and for C#.</summary>
static class CardCommands
{
    public static IReadOnlyList<string> Of(string classifier, IRunText text) =>
    [
        text.HowCommand,
        $"```bash\nkronclip predict {Shell(classifier)} new.jpg\n```",
        text.HowProgram,
        $"```csharp\nusing KronClip.Jobs;\n\nusing var classifier = LoadedClassifier.Open({Literal(classifier)});\nforeach (var picture in PredictJob.Run(classifier, [\"new.jpg\"]))\n    Console.WriteLine($\"{{picture.Label}} {{picture.Confidence:P1}}\");\n```",
    ];

    static string Shell(string name)
    {
        var word = name[0] == '-' ? "./" + OneLine(name) : OneLine(name);         // not an option
        return word.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/') ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    static string Literal(string name) => $"\"{OneLine(name).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A name with line ends or other control characters cannot be copied from a page; a place-holder stands for them.</summary>
    static string OneLine(string name)
    {
        var line = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? "?" : rune.ToString());
        return line.ToString();
    }
}
