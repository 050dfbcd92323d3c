using System.Globalization;
using KronClip.Evaluation;
using KronClip.Jobs;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>What a person sees at the end of the demo: two tables, what they say, three pictures, and where the page is.</summary>
static class DemoReport
{
    public static void Write(Terminal terminal, DemoResult result)
    {
        var report = result.Report;
        terminal.Print();
        terminal.Print(string.Create(CultureInfo.InvariantCulture,
            $"{Visible.Text(report.Origin.Model)} on {report.Sets[0].Classes.Count} classes, {report.Shots} {(report.Shots == 1 ? "shot" : "shots")}, {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}; accuracy in %"));
        terminal.Print();
        terminal.Print("Trained on half of the classes (base), asked for the other half by name (new)");
        terminal.Print(BaseToNew(report));
        terminal.Print();
        terminal.Print("Trained on all classes");
        terminal.Print(AllClasses(report));
        terminal.Print();
        foreach (var sentence in report.Verdict)
            terminal.Print(Visible.Text(sentence));
        terminal.Print();
        terminal.Print("Test pictures of the classes at one, two and three quarters of the list; confidence in %");
        foreach (var example in report.Examples)
            Write(terminal, report, example);
        terminal.Print();
        FactLines.Write(terminal,
        [
            ("page", result.Page),
            ("figures", result.Document),
            ("classifier", result.Classifier),
            ("seconds", string.Create(CultureInfo.InvariantCulture,
                $"prepare {report.Seconds.Prepare:0.0}, encode {report.Seconds.Encode:0.0}, train {report.Seconds.Train:0.0}, total {report.Seconds.Total:0.0}")),
            .. result.Next.Select((n, i) => (i == 0 ? "next" : "", n.Command)),
        ]);
    }

    static Table BaseToNew(ProtocolReport report)
    {
        var table = Tables.Plain("method", "base", "new", "H", "learned", "seconds");
        foreach (var method in report.Methods)
            table.AddRow(
                Visible.Cell(method.Title),
                Figure(report.Table.Figure(method.Id, ProtocolKind.BaseToNew, ProtocolCell.Base)),
                Figure(report.Table.Figure(method.Id, ProtocolKind.BaseToNew, ProtocolCell.New)),
                Figure(report.Table.Summary(method.Id, ProtocolKind.BaseToNew)),
                method.Learns ? method.Parameters.ToString("#,0", CultureInfo.InvariantCulture) : Percent.None,
                report.Seconds.Rows.FirstOrDefault(r => r.Row == method.Id) is { } own ? own.Mean.ToString("0.0", CultureInfo.InvariantCulture) : Percent.None);
        return table;
    }

    /// <summary>One column for each protocol; the page has each part.</summary>
    static Table AllClasses(ProtocolReport report)
    {
        var protocols = new[] { ProtocolKind.FewShot, ProtocolKind.Domain, ProtocolKind.CrossTask }.Where(p => report.Table.Of(p).Count > 0).ToArray();
        var table = Tables.Plain("method", [.. protocols.Select(p => Visible.Cell(Heading(report, p)))]);
        foreach (var method in report.Methods)
            table.AddRow([Visible.Cell(method.Title), .. protocols.Select(p => Figure(Whole(report, method, p)))]);
        return table;
    }

    static string Heading(ProtocolReport report, ProtocolKind protocol)
    {
        var parts = report.Table.Of(protocol).Count(c => c.Column.Kind == ColumnKind.Part);
        return protocol switch
        {
            ProtocolKind.FewShot => "own test",
            ProtocolKind.Domain => parts == 1 ? "shifted" : string.Create(CultureInfo.InvariantCulture, $"{parts} shifts"),
            _ => parts == 1 ? "other task" : string.Create(CultureInfo.InvariantCulture, $"{parts} other tasks"),
        };
    }

    static ProtocolFigure? Whole(ProtocolReport report, MethodRow method, ProtocolKind protocol) =>
        report.Table.Summary(method.Id, protocol) ?? report.Table.Figure(method.Id, protocol, report.Table.Of(protocol)[0].Column.Part);

    static string Figure(ProtocolFigure? figure) => figure is null ? Percent.None
        : figure.PerSeed.Count == 1 ? Percent.Of(figure.Mean)
        : $"{Percent.Of(figure.Mean)} ±{Percent.Of(figure.StandardDeviation),4}";

    static void Write(Terminal terminal, ProtocolReport report, ReportExample example)
    {
        terminal.Print($"  {Visible.Text(example.Picture)} is {Visible.Text(example.Truth)}");
        var columns = example.Answers.Max(a => report.TitleOf(a.Row).Length);
        foreach (var answer in example.Answers)
            terminal.Print($"    {report.TitleOf(answer.Row).PadRight(columns)}  {string.Join(", ", answer.Top.Select(t => $"{Visible.Text(t.Name)} {Percent.Of(t.Confidence)}"))}");
    }
}
