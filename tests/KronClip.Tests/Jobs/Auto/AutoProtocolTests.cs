using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>A choice among methods where new classes are asked for.</summary>
public class AutoProtocolTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    [Fact]
    public void CandidatesThatServeNewClassesAreMeasuredOnThem()
    {
        var auto = MethodChoice.ForNewClasses("auto");
        using var outcome = ProtocolJob.Run(folder.Request() with { Methods = [new("zero-shot"), auto, new("ck-coop")], Seeds = [1] }, SilentObserver.Instance, CancellationToken.None);

        ProtocolCell[] Cells(string row) => [.. outcome.Cells.Where(c => c.Row == row)];
        Assert.Equal(5, Cells(auto.Id).Length);
        var taken = outcome.Classifiers[auto.Id].Document.Method.Name;
        Assert.Contains(taken, new[] { "zero-shot", "ck-coop" });
        // On all classes it is what it took; on the base half it may have taken another, and is one of the two there.
        Assert.Equal(Cells(taken).Where(c => c.Protocol != ProtocolKind.BaseToNew).Select(c => c.Correct), Cells(auto.Id).Where(c => c.Protocol != ProtocolKind.BaseToNew).Select(c => c.Correct));
        var halves = Cells(auto.Id).Where(c => c.Protocol == ProtocolKind.BaseToNew).Select(c => (c.Part, c.Correct)).ToArray();
        Assert.Contains(new[] { "zero-shot", "ck-coop" }, row => Cells(row).Where(c => c.Protocol == ProtocolKind.BaseToNew).Select(c => (c.Part, c.Correct)).SequenceEqual(halves));
        Assert.Contains(outcome.Classifiers[auto.Id].Document.Provenance, note => note.StartsWith("Cross-validated on the 8 training pictures in 2 folds", StringComparison.Ordinal));
    }

    [Fact]
    public void CandidatesThatCannotServeThemAreRefusedByName()
    {
        var message = Assert.Throws<OptionsException>(() => (folder.Request() with { Methods = [new("auto")] }).Validate()).Message;
        Assert.Contains("Auto may take a method that cannot serve new classes: gda, linear-probe, lp++, ridge, tip-adapter, tip-adapter-f.", message, StringComparison.Ordinal);
        Assert.Contains("candidates=[\"zero-shot\",\"ck-coop\"]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForNewClassesThoseThatServeThemAreLeft()
    {
        Assert.Equal("""["zero-shot","ck-coop"]""", MethodChoice.ForNewClasses("auto").Options["candidates"]!.ToJsonString());
        Assert.Empty(MethodChoice.ForNewClasses("coop").Options);
    }
}
