using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A person's own pictures as the sets of a benchmark.</summary>
static class OwnPictures
{
    /// <summary>Lists them.</summary>
    /// <exception cref="DataException">Pictures are missing, too few, or of other classes than the protocol asks for.</exception>
    /// <exception cref="OptionsException">The base classes that were named are none of the pictures', or leave no two halves.</exception>
    public static BenchmarkPictures Open(BenchmarkRequest request, IJobObserver observer, CancellationToken cancel)
    {
        PicturePlace.RequireTrainable(request.Images!);
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        NamedPictures Found(string images) => new(PicturePlace.NameOf(images), PicturePlace.Find(images, request.Cache, observer, cancel));
        var source = MeasuredSet.Whole(Found(request.Images!), classFile);
        MeasuredSet[] others =
        [
            .. request.Shifted.Select(images => MeasuredSet.Shift(Found(images), source)),
            .. request.Tasks.Select(images => MeasuredSet.Task(Found(images))),
        ];
        var halves = request.Protocol == ProtocolKind.BaseToNew ? Halves(source, request) : null;
        return new BenchmarkPictures(
            [new BenchmarkSource(source, others, halves, IsOwn: true)],
            [.. new[] { source }.Concat(others).Select(set => new BenchmarkSetFacts(set.Name, set.Name, null, set.Collection.Classes.Count, []))],
            source.Collection.Notes);
    }

    static ClassHalves Halves(MeasuredSet source, BenchmarkRequest request)
    {
        source.RequireHalves(request.Images!);
        var classes = source.Collection.Classes;
        if (request.Base is not { } named)
            return ClassHalves.Of(classes.Count);
        string[] known = [.. classes.Select(c => c.Folder)];
        var labels = ClassMatch.Labels(known, named);
        if (named.Where((_, i) => labels[i] < 0).ToArray() is { Length: > 0 } unknown)
        {
            var near = CloseNames.To(unknown[0], known);
            throw new OptionsException($"--base names {Printable.List(unknown, 20)}, which is no class folder of '{source.Name}'. "
                + (near.Count > 0 ? $"Did you mean {Printable.Quote(near[0])}?" : $"There are: {Printable.List(known, 20)}."));
        }
        var halves = ClassHalves.Of(classes.Count, labels);
        if (halves.Base.Count < 2 || halves.New.Count < 2)
            throw new OptionsException(FormattableString.Invariant($"--base makes {halves.Base.Count} base and {halves.New.Count} new classes; each half needs two or more to tell apart."));
        return halves;
    }
}
