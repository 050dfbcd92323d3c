using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// The pictures of one seed and one number of shots. All numbers of shots share the draw of the largest: their test pictures are the same, and the training pictures of
/// fewer shots are the first of those of more; of a class that has enough for the most, they are the ones that a training alone would draw.
/// </summary>
sealed class ComparisonDraw
{
    readonly Lazy<string> train, validation;

    ComparisonDraw(MeasuredSet set, SeedDraw pictures, int shots, string classesHash, string testFingerprint)
    {
        (Pictures, Shots, Classes, TestFingerprint) = (pictures, shots, classesHash, testFingerprint);
        train = new(() => DataFingerprint.Of(pictures.Train, set.Collection.Classes, set.Pictures.Hashes));
        validation = new(() => DataFingerprint.Of(pictures.Validation, set.Collection.Classes, set.Pictures.Hashes));
    }

    /// <summary>The pictures; a fit gets them as <see cref="FitData"/>, which has no test pictures.</summary>
    public SeedDraw Pictures { get; }

    public int Shots { get; }

    public long Seed => Pictures.Seed;

    /// <inheritdoc cref="ClassesHash"/>
    public string Classes { get; }

    public string TrainFingerprint => train.Value;

    public string ValidationFingerprint => validation.Value;

    public string TestFingerprint { get; }

    /// <summary>The draws of one seed, in the order of the shots.</summary>
    /// <exception cref="DataException">A class has no test pictures.</exception>
    public static IReadOnlyList<ComparisonDraw> Of(MeasuredSet set, IReadOnlyList<int> shots, long seed)
    {
        var pictures = SeedDraw.Of(set, shots, seed);
        var test = DataFingerprint.Of(pictures[^1].Test, set.Collection.Classes, set.Pictures.Hashes);
        var classes = ClassesHash.Of(set.Collection.Classes);
        return [.. shots.Select((count, i) => new ComparisonDraw(set, pictures[i], count, classes, test))];
    }
}
