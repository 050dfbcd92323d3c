using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Training;

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
        (Pictures, Shots, ClassesHash, TestFingerprint) = (pictures, shots, classesHash, testFingerprint);
        train = new(() => DataFingerprint.Of(pictures.Train, set.Collection.Classes, set.Pictures.Hashes));
        validation = new(() => DataFingerprint.Of(pictures.Validation, set.Collection.Classes, set.Pictures.Hashes));
    }

    /// <summary>The pictures; a fit gets them as <see cref="FitData"/>, which has no test pictures.</summary>
    public SeedDraw Pictures { get; }

    public int Shots { get; }

    public long Seed => Pictures.Seed;

    /// <summary>Hash over folder, words and sentences of the classes, in label order.</summary>
    public string ClassesHash { get; }

    public string TrainFingerprint => train.Value;

    public string ValidationFingerprint => validation.Value;

    public string TestFingerprint { get; }

    /// <summary>The draws of one seed, in the order of the shots.</summary>
    /// <exception cref="DataException">A class has no test pictures.</exception>
    public static IReadOnlyList<ComparisonDraw> Of(MeasuredSet set, IReadOnlyList<int> shots, long seed)
    {
        var whole = SeedDraw.Of(set, shots[^1], seed);
        var test = DataFingerprint.Of(whole.Test, set.Collection.Classes, set.Pictures.Hashes);
        var classes = CanonicalJson.Hash(CanonicalJson.From(new JsonArray([.. set.Collection.Classes.Select(c => new JsonObject
        {
            ["folder"] = c.Folder,
            ["words"] = c.Words,
            ["templates"] = c.Templates is null ? null : new JsonArray([.. c.Templates.Select(t => JsonValue.Create(t))]),
        })])));
        return [.. shots.Select(count => new ComparisonDraw(set, whole.First(count), count, classes, test))];
    }
}
