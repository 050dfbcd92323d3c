using KronClip.Compute;
using KronClip.Data;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Embeds the views of the training pictures that a recipe asks for: the plain one and n-1 augmented ones, or a fresh augmented one for every epoch.</summary>
sealed class TrainingViews(PictureEncoder encoder, long seed, Recipe recipe)
{
    public TrainingFeatures Encode(IReadOnlyList<ImageItem> train, EmbeddedPictures prepared, IJobObserver observer, CancellationToken cancel)
    {
        var labels = train.Select(item => item.Label).ToArray();
        var fresh = recipe.Views == 0;
        var augmented = fresh ? recipe.Epochs : recipe.Views - 1;
        var matrices = new List<Matrix>();
        if (!fresh)
            matrices.Add(prepared.FeaturesOf(train));
        if (augmented > 0)
            observer.Begin("encoding augmented views", (long)augmented * train.Count, "views");
        for (var number = 0; number < augmented; number++)
        {
            var view = new AugmentedView(seed, number);
            var before = number * train.Count;
            var encoded = encoder.Encode(train.Select(item => new PictureView(item.Path, prepared.Hashes[item], view)).ToArray(), done => observer.Advance(before + done), cancel);
            if (encoded.Errors.Count > 0)
                throw new DataException($"A picture changed while it was in use: {encoded.Errors.First().Value} Run the command again.");
            matrices.Add(encoded.Features);
        }
        if (augmented > 0)
            observer.End();
        return new TrainingFeatures(matrices, fresh, labels);
    }
}
