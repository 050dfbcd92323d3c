using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>A classifier of the sample that was trained on two pictures of each class, with its reference; made once for a class of tests.</summary>
public sealed class TrainedSample : IDisposable
{
    readonly SampleFolder sample = new();

    public TrainedSample()
    {
        Pictures = sample.CopyPictures(24);
        Request = sample.Request(Pictures) with { Method = "gda" };
        TrainJob.Run(Request);
    }

    internal SampleFolder Sample => sample;

    public TrainRequest Request { get; }

    /// <summary>All pictures of each class; two train.</summary>
    public string Pictures { get; }

    public string Classifier => Request.Output!;

    public string[] Files => [.. Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    internal IReadOnlyList<LabelledPath> Labelled => [.. Files.Select(f => new LabelledPath(f, Path.GetFileName(Path.GetDirectoryName(f)!)))];

    public void Dispose() => sample.Dispose();
}
