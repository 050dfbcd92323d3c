using KronClip.Data;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The pictures of a training, embedded and divided: what it starts from.</summary>
/// <param name="Split">Which picture trains, chooses and measures.</param>
/// <param name="Prepared">All of them, with their embeddings.</param>
/// <param name="Unlabelled">Unlabelled pictures, or null.</param>
/// <param name="Encoding">Embeds views of further training pictures.</param>
/// <param name="Views">Views of the training pictures; null where the method has no recipe.</param>
/// <param name="PlainSeconds">What the embedding of the pictures as they are took.</param>
/// <param name="Seconds">What all of it took.</param>
sealed record DrawnPictures(Split Split, PreparedPictures Prepared, UnlabelledPictures? Unlabelled, TrainingViews Encoding, TrainingFeatures? Views, double PlainSeconds, double Seconds);
