using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>The one look of all tables: a rule under the heading, numbers to the right.</summary>
static class Tables
{
    /// <summary>The first column is text, the others are figures.</summary>
    public static Table Plain(string first, params string[] figures)
    {
        var table = Empty().AddColumn(new TableColumn($"[bold]{first}[/]"));
        foreach (var figure in figures)
            table.AddColumn(new TableColumn($"[bold]{figure}[/]").RightAligned().NoWrap());
        return table;
    }

    /// <summary>Columns of text, which break into lines where they are too wide.</summary>
    public static Table Text(params string[] headings)
    {
        var table = Empty();
        foreach (var heading in headings)
            table.AddColumn(new TableColumn($"[bold]{heading}[/]"));
        return table;
    }

    static Table Empty() => new Table().Border(TableBorder.Simple).BorderStyle(Style.Plain);
}
