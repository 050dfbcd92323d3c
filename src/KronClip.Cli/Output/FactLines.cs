namespace KronClip.Cli.Output;

/// <summary>Lines of a name and what it is, aligned. Values are not broken, so that paths can be copied.</summary>
static class FactLines
{
    public static void Write(Terminal terminal, IReadOnlyList<(string Name, string Value)> facts)
    {
        var columns = Math.Max(10, facts.Max(fact => Visible.Width(fact.Name)));
        foreach (var (name, value) in facts)
            terminal.Print($"{Visible.Pad(Visible.Text(name), columns)}  {Visible.Text(value)}");
    }
}
