using CsCheck;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>Pictures whose labels no person gave: they train, and nothing is chosen on them.</summary>
public class GuessedLabelTests
{
    public static TheoryData<string> Probes => [.. SmallProblem.Probes];

    [Fact]
    public void OnlyPicturesThatAPersonLabelledAreHeldOut() => Gen.Select(Gen.Int[2, 6], Gen.Int[2, 5], Gen.Int[1, 9], Gen.Int[1, 3]).Sample((classes, each, guessed, weight) =>
    {
        int[] labels = [.. Enumerable.Range(0, classes * each).Select(i => i % classes), .. Enumerable.Range(0, guessed).Select(i => i % classes)];
        var rounds = ChoiceRounds.Of(Numbered(labels), Numbered([]), classes, byPerson: classes * each, weight);
        Assert.Equal(Enumerable.Range(0, classes * each), Numbers(rounds.Rounds.SelectMany(r => r.Held.Rows.Data)).Order());
        Assert.All(rounds.Rounds, round =>
        {
            Assert.Empty(round.Train.Rows.Data.Intersect(round.Held.Rows.Data));
            var times = Numbers(round.Train.Rows.Data).CountBy(i => i).ToDictionary();
            Assert.All(times, t => Assert.Equal(t.Key < classes * each ? weight : 1, t.Value));
            Assert.Equal(classes * each + guessed - round.Held.Count, times.Count);
        });
    }, iter: 50);

    [Fact]
    public void WhereAClassHasNoneThatAPersonLabelledNothingIsChosen()
    {
        var rounds = ChoiceRounds.Of(Numbered([0, 0, 1, 1]), Numbered([]), 2, byPerson: 2, 1);
        Assert.False(rounds.Any);
        Assert.Contains("that a person labelled", rounds.Fixed("x"), StringComparison.Ordinal);
    }

    /// <summary>A picture that counts twice is as one that is there twice: to every method, and where validation pictures choose too.</summary>
    [Theory]
    [MemberData(nameof(Probes))]
    public void AWeightIsAsGoodAsCopies(string method)
    {
        var (setup, train, validation) = SmallProblem.Draw(5, classes: 3, width: 6, shots: 4, held: 3);
        var byPerson = 3;
        int[] copies = [.. Enumerable.Range(0, train.Labels.Length).SelectMany(i => Enumerable.Repeat(i, i < byPerson ? 2 : 1))];
        var features = new Matrix(copies.Length, 6);
        for (var i = 0; i < copies.Length; i++)
            train.Features.Row(copies[i]).CopyTo(features.Row(i));
        var copied = SmallProblem.Fit(method, setup, new LabelledFeatures(features, [.. copies.Select(i => train.Labels[i])]), validation);
        var weighted = SmallProblem.Fit(method, setup, train with { ByPerson = byPerson, Weight = 2 }, validation);
        var plain = SmallProblem.Fit(method, setup, train, validation);
        float[] picture = [0.3f, -1, 0.5f, 0.8f, -0.2f, 0.1f];
        Assert.Equal(SmallProblem.Logits(copied, setup, picture), SmallProblem.Logits(weighted, setup, picture));
        Assert.NotEqual(SmallProblem.Logits(plain, setup, picture), SmallProblem.Logits(weighted, setup, picture));
    }

    static UnitFeatures Numbered(int[] labels)
    {
        var pictures = new UnitFeatures(new DoubleMatrix(labels.Length, 1), labels);
        for (var i = 0; i < labels.Length; i++)
            pictures.Rows[i, 0] = i;
        return pictures;
    }

    static IEnumerable<int> Numbers(IEnumerable<double> rows) => rows.Select(x => (int)x);
}
