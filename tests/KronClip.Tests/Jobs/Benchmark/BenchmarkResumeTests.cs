using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>Cells as files: what is kept, what is made again, and that an interruption changes no figure.</summary>
public class BenchmarkResumeTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    BenchmarkRequest Request(ProtocolKind protocol = ProtocolKind.BaseToNew) => BenchmarkFigures.Request(folder, protocol) with { Methods = [new("ck-coop")], Join = protocol == ProtocolKind.BaseToNew };

    [Fact]
    public void EveryCellIsAFile()
    {
        var result = BenchmarkJob.Run(Request());
        Assert.Equal(2 * 2 * 3, BenchmarkFigures.Files(result).Length);
        Assert.Equal(result.Cells.Count, BenchmarkFigures.Files(result).Length);
        Assert.All(BenchmarkFigures.Files(result), file => Assert.StartsWith("base-to-new-model-", Path.GetFileName(file), StringComparison.Ordinal));
    }

    /// <summary>A fit serves three cells. Where one is missing it is made again and that one cell written; the others keep their bytes.</summary>
    [Fact]
    public void AFitIsMadeOnlyWhereACellIsMissing()
    {
        var request = Request();
        var whole = BenchmarkJob.Run(request);
        var before = BenchmarkFigures.Files(whole).ToDictionary(f => f, File.ReadAllBytes);
        var gone = before.Keys.Single(f => f.Contains("-new-ck-coop-2shots-seed2-", StringComparison.Ordinal));
        File.Delete(gone);

        var fits = new FitObserver(_ => { });
        var again = BenchmarkJob.Run(request, fits, TestContext.Current.CancellationToken);

        Assert.Equal(1, fits.Total);
        Assert.Contains(fits.Notes, n => n.StartsWith("11 of 12 cells of model are there", StringComparison.Ordinal));
        Assert.Equal(BenchmarkFigures.Comparable(whole.Cells), BenchmarkFigures.Comparable(again.Cells));
        Assert.All(before, f => Assert.Equal(f.Key == gone ? BenchmarkFigures.WithoutSeconds(f.Value) : Convert.ToHexString(f.Value),
            f.Key == gone ? BenchmarkFigures.WithoutSeconds(File.ReadAllBytes(f.Key)) : Convert.ToHexString(File.ReadAllBytes(f.Key))));

        var none = new FitObserver(_ => { });
        BenchmarkJob.Run(request, none, TestContext.Current.CancellationToken);
        Assert.Equal(0, none.Total);
    }

    [Fact]
    public void CancelledItGoesOnToTheSameFigures()
    {
        var request = Request();
        using var cancel = new CancellationTokenSource();
        var fits = new FitObserver(done => { if (done == 2) cancel.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => BenchmarkJob.Run(request, fits, cancel.Token));
        Assert.Equal(2 * 3, Directory.EnumerateFiles(Path.Combine(request.Output!, "cells")).Count());
        Assert.False(File.Exists(Path.Combine(request.Output!, "benchmark.json")));

        var resumed = BenchmarkJob.Run(request);
        Assert.Equal(resumed.Report.ToJson(), File.ReadAllText(resumed.Document));
        Assert.Equal(BenchmarkPage.Write(resumed.Report), File.ReadAllText(resumed.Page));
        var calm = BenchmarkJob.Run(request with { Output = folder.NewPlace() });
        Assert.Equal(BenchmarkFigures.Comparable(calm.Cells), BenchmarkFigures.Comparable(resumed.Cells));
        Assert.Equal(BenchmarkFigures.Files(calm).Select(f => Path.GetFileName(f)), BenchmarkFigures.Files(resumed).Select(f => Path.GetFileName(f)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not JSON")]
    public void ADamagedCellIsMadeAgain(string content) => MadeAgain(_ => content);

    /// <summary>A changed bit of the pictures, and counts that cannot be.</summary>
    [Theory]
    [InlineData("hits", "bits")]
    [InlineData("hits", "pictures")]
    [InlineData("correct", null)]
    [InlineData("classes", null)]
    [InlineData("macroF1", null)]
    [InlineData("sum", null)]
    public void AFigureThatWasChangedIsMadeAgain(string figure, string? member) => MadeAgain(text =>
    {
        var document = JsonNode.Parse(text)!.AsObject();
        var place = member is null ? document["figures"]!.AsObject() : document["figures"]![figure]!.AsObject();
        var name = member ?? figure;
        place[name] = name switch
        {
            "bits" => Convert.ToBase64String([.. Convert.FromBase64String((string)place[name]!).Select((b, i) => i == 0 ? (byte)(b ^ 1) : b)]),
            "sum" => "0123456789abcdef",
            "macroF1" => (double)place[name]! / 2 + 0.01,
            _ => (int)place[name]! + 1,
        };
        return document.ToJsonString();
    });

    void MadeAgain(Func<string, string> spoil)
    {
        var request = Request(ProtocolKind.FewShot) with { Seeds = [1] };
        var cell = BenchmarkFigures.Files(BenchmarkJob.Run(request))[0];
        var sound = BenchmarkFigures.WithoutSeconds(File.ReadAllBytes(cell));
        File.WriteAllText(cell, spoil(File.ReadAllText(cell)));
        Assert.NotEqual(sound, File.ReadAllText(cell));
        BenchmarkJob.Run(request);
        Assert.Equal(sound, BenchmarkFigures.WithoutSeconds(File.ReadAllBytes(cell)));
    }

    /// <summary>More seeds and methods add cells and change none; another recipe and another class's words make their own.</summary>
    [Fact]
    public void AnotherQuestionKeepsWhatItShares()
    {
        var request = Request() with { Join = false };
        var first = BenchmarkFigures.Files(BenchmarkJob.Run(request with { Seeds = [1] })).ToDictionary(f => f, File.ReadAllBytes);
        Assert.Equal(4, first.Count);
        Assert.Equal(8, BenchmarkFigures.Files(BenchmarkJob.Run(request)).Length);
        Assert.Equal(12, BenchmarkFigures.Files(BenchmarkJob.Run(request with { Join = true })).Length);
        Assert.All(first, f => Assert.Equal(f.Value, File.ReadAllBytes(f.Key)));
        Assert.Equal(12 + 4, BenchmarkFigures.Files(BenchmarkJob.Run(request with { Recipe = new RecipeChoice { Epochs = 5 } })).Length);      // zero-shot has no recipe

        var file = Path.Combine(Directory.CreateDirectory(folder.NewPlace()).FullName, "classes.json");
        File.WriteAllText(file, """{"version":1,"classes":{"red_circle":{"words":"crimson disc"}}}""");
        var halves = BenchmarkJob.Run(request with { ClassFile = file, Seeds = [1] });
        Assert.Equal(16 + 2, BenchmarkFigures.Files(halves).Length);              // red_circle is new: training and base classes know nothing of it
    }

    /// <summary>Hears of fits.</summary>
    sealed class FitObserver(Action<long> onFit) : IJobObserver
    {
        bool fits;

        public long Total { get; private set; }

        public List<string> Notes { get; } = [];

        public void Begin(string name, long total, string unit)
        {
            fits = unit == "fits";
            if (fits)
                Total = total;
        }

        public void Advance(long done, string? detail = null)
        {
            if (fits)
                onFit(done);
        }

        public void End() => fits = false;

        public void Note(string message) => Notes.Add(message);

        public void Warn(string message) { }
    }
}
