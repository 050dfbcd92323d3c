using KronClip.Compute;
using KronClip.Data;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The views of a stage's training pictures that a recipe asks for. Plain views are there already; others need the files.</summary>
static class StageViews
{
    /// <exception cref="DataException">A file is gone or has changed, and the recipe asks for more views of it.</exception>
    public static TrainingFeatures Encode(IReadOnlyList<StagePicture> pictures, PictureEncoder encoder, long seed, Recipe recipe, IJobObserver observer, CancellationToken cancel)
    {
        var plain = StagePicture.Labelled(pictures, pictures[0].Feature.Length);
        var fresh = recipe.Views == 0;
        var augmented = fresh ? recipe.Epochs : recipe.Views - 1;
        List<Matrix> views = fresh ? [] : [plain.Features];
        if (augmented > 0 && pictures.FirstOrDefault(p => !p.OnDisk) is { } gone)
            throw new DataException($"The recipe asks for more views of the pictures, but '{gone.Item.Path}' is known from the cache alone: the file is gone or has changed. Take one view (--views 1), or leave earlier pictures out (--replay none).");
        if (augmented > 0)
            observer.Begin("encoding augmented views", (long)augmented * pictures.Count, "views");
        for (var number = 0; number < augmented; number++)
        {
            var (view, before) = (new AugmentedView(seed, number), number * pictures.Count);
            var encoded = encoder.Encode([.. pictures.Select(p => new PictureView(p.Item.Path, p.Hash, view))], done => observer.Advance(before + done), cancel);
            if (encoded.Errors.Count > 0)
                throw new DataException($"A picture changed while it was in use: {encoded.Errors.First().Value} Run the command again.");
            views.Add(encoded.Features);
        }
        if (augmented > 0)
            observer.End();
        return new TrainingFeatures(views, fresh, plain.Labels);
    }
}
