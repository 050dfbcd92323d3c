namespace KronClip.Jobs;

/// <summary>One of several models of a job, under a name of its own.</summary>
/// <param name="Path">What <see cref="Clip.ClipModel.Load"/> takes.</param>
/// <param name="Hint">As in <see cref="ModelPlace"/>.</param>
/// <param name="Name">Unique among the models of the job.</param>
sealed record NamedModel(string Path, string Hint, string Name)
{
    /// <summary>All models, found before the first is worked on. Two of one name are numbered.</summary>
    /// <inheritdoc cref="ModelPlace.Find"/>
    public static IReadOnlyList<NamedModel> Find(IReadOnlyList<string> models, IJobObserver observer, CancellationToken cancel)
    {
        var places = new List<NamedModel>();
        foreach (var place in models.Select(model => ModelPlace.Find(model, observer, cancel)).ToArray())
        {
            var name = ModelPlace.NameOf(place.Hint, File.Exists(place.Path) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(place.Path))! : place.Path);
            var before = places.Count(p => p.Name == name || p.Name.StartsWith(name + " (", StringComparison.Ordinal));
            places.Add(new NamedModel(place.Path, place.Hint, before == 0 ? name : FormattableString.Invariant($"{name} ({before + 1})")));
        }
        return places;
    }
}
