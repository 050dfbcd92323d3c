using KronClip.Compute;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

public class DoctorTests
{
    [Fact]
    public void AMachineThatRunsTheTestsIsHealthy()
    {
        var report = Doctor.Run();
        Assert.True(report.Healthy, report.ToJson());
        Assert.All(report.Lines, line => Assert.NotEmpty(line.Value));
        Assert.Equal(report.Lines.Count, report.Lines.Select(line => line.Name).Distinct().Count());
        Assert.Contains(report.Lines, line => line.Name == "picture decoder" && line.Value.Contains("1×1", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryVectorPathIsTried()
    {
        var expected = Enum.GetValues<KernelPath>().Where(path => path != KernelPath.Scalar && Engine.IsSupported(path));
        var lines = Doctor.Run().Lines.Select(line => line.Name).Where(name => name.StartsWith("self-test ", StringComparison.Ordinal));
        Assert.Equal(expected.Select(path => $"self-test {path}"), lines);
    }

    [Fact]
    public void TheReportIsWrittenAsJson()
    {
        using var json = System.Text.Json.JsonDocument.Parse(Doctor.Run().ToJson());
        Assert.True(json.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Equal("KronClip", json.RootElement.GetProperty("lines")[0].GetProperty("name").GetString());
    }
}
