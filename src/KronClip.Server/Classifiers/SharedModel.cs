using KronClip.Clip;
using KronClip.Jobs;

namespace KronClip.Server;

/// <summary>A base model in memory, once for all classifiers that were made with it and prepare pictures alike. Goes when the last of them does.</summary>
sealed class SharedModel : IAsyncDisposable
{
    int users;

    SharedModel(ClipModel model, PreprocessOptions preprocessing, InferenceQueue queue) =>
        (Model, Preprocessing, Key, Queue) = (model, preprocessing, KeyOf(model.ContentHash, preprocessing), queue);

    public ClipModel Model { get; }

    public PreprocessOptions Preprocessing { get; }

    /// <summary>Content hash of the model, and hash of the preprocessing.</summary>
    public string Key { get; }

    public InferenceQueue Queue { get; }

    public static SharedModel Of(ClipModel model, PreprocessOptions preprocessing, ServerOptions options, ServerMetrics? metrics = null)
    {
        _ = model.Image;                            // packed now, not at the first picture
        return new SharedModel(model, preprocessing, new InferenceQueue(model, preprocessing, options, metrics));
    }

    public static string KeyOf(string modelHash, PreprocessOptions preprocessing) => $"{modelHash}/{preprocessing.Hash}";

    /// <summary>One more classifier needs it.</summary>
    public void Take() => Interlocked.Increment(ref users);

    /// <summary>One classifier fewer; true for the last.</summary>
    public bool Leave() => Interlocked.Decrement(ref users) == 0;

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        Model.Dispose();
    }
}
