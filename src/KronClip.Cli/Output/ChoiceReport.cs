using System.Globalization;
using KronClip.Evaluation;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a choice among methods came to: the candidates on the held-out training pictures, and the sentences.</summary>
static class ChoiceReport
{
    public static void Write(Terminal terminal, MethodSelection choice)
    {
        if (choice.Candidates.Count > 0)
        {
            var table = Tables.Plain("candidates, held-out training pictures", "right", "of", "%", "learned", "new classes");
            foreach (var candidate in choice.Candidates)
            {
                table.AddRow(
                    Visible.Cell(candidate.Title + (candidate.Method == choice.Picked ? " *" : "")),
                    candidate.Right.ToString(CultureInfo.InvariantCulture),
                    choice.Of.ToString(CultureInfo.InvariantCulture),
                    Percent.Of((double)candidate.Right / choice.Of),
                    candidate.Parameters.ToString("#,0", CultureInfo.InvariantCulture),
                    candidate.NewClasses ? "yes" : "no");
            }
            terminal.Print(table);
        }
        foreach (var sentence in choice.Sentences.Skip(choice.Candidates.Count > 0 ? 1 : 0))      // the first one is the table in a line
            terminal.Print(Visible.Text(sentence));
        terminal.Print();
    }
}
