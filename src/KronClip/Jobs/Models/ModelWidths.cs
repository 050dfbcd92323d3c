using KronClip.Checkpoints;

namespace KronClip.Jobs;

/// <summary>The widths of a model, on which learned numbers depend; read from its folder without its weights.</summary>
/// <param name="Text">d, the width of the text tower.</param>
/// <param name="Embedding">e, the width of the joint embedding.</param>
public sealed record ModelWidths(int Text, int Embedding)
{
    /// <summary>Finds the model, downloading it where it is a name on the Hub.</summary>
    /// <param name="model">As in <see cref="TrainRequest.Model"/>.</param>
    /// <param name="observer">Hears of a download; null for nobody.</param>
    /// <param name="cancel">Stops a download.</param>
    /// <exception cref="KronClipException">There is no such model, or it cannot be used; see the message.</exception>
    public static ModelWidths Of(string model, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        using var checkpoint = ClipCheckpoint.Open(ModelPlace.Find(model, observer ?? SilentObserver.Instance, cancel).Path);
        return new ModelWidths(checkpoint.Config.Text.Width, checkpoint.Config.EmbeddingWidth);
    }
}
