using CsCheck;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class PseudoLabelTests
{
    /// <summary>Logits 2, 0, 0: p = e²/(e² + 2), and p/(1 − p) = e²/2.</summary>
    [Fact]
    public void AVoteIsTheLikeliestClassWithItsLogOdds()
    {
        var vote = ClassVote.Of([0, 2, 0]);
        Assert.Equal(1, vote.Class);
        Assert.Equal(2 - Math.Log(2), vote.LogOdds, 1e-12);
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 2), vote.Confidence, 1e-12);
    }

    /// <summary>Both probabilities round to 1 in fp64, and yet one classifier is surer than the other.</summary>
    [Fact]
    public void VotesStayApartWhereProbabilitiesDoNot()
    {
        var (sure, surer) = (ClassVote.Of([100, 0]), ClassVote.Of([200, 0]));
        Assert.Equal(1, sure.Confidence);
        Assert.Equal(1, surer.Confidence);
        Assert.True(surer.LogOdds > sure.LogOdds);
        Assert.Equal(1000 - Math.Log(2), ClassVote.Of([1000, 0, 0]).LogOdds, 1e-9);
    }

    [Fact]
    public void OneClassIsNoVote() => Assert.Throws<ArgumentException>(() => ClassVote.Of([1]));

    /// <summary>Two classes, five pictures; written out.</summary>
    [Fact]
    public void TheSurestAgreeingPicturesOfEachClassAreTaken()
    {
        ClassVote[] zeroShot = [new(0, 9), new(0, 9), new(0, 0.1), new(1, 1), new(1, 9)];
        ClassVote[] adapted = [new(0, 1), new(0, 2), new(0, 3), new(1, 1), new(0, 9)];      // the last is a quarrel
        var chosen = new PseudoLabelRule(PerClass: 2).Choose(["a", "b", "c", "d", "e"], zeroShot, adapted);
        Assert.Equal([(2, 0), (1, 0), (3, 1)], chosen.Select(c => (c.Picture, c.Class)));
        Assert.Equal(1 / (1 + Math.Exp(-3)), chosen[0].Confidence, 1e-12);
    }

    [Fact]
    public void AConfidenceIsAskedForOfTheAdaptedClassifierAlone()
    {
        ClassVote[] zeroShot = [new(0, -2), new(0, 5)], adapted = [new(0, 2), new(0, 1)];   // 0.88 and 0.73
        Assert.Equal([0], new PseudoLabelRule(9, 0.8).Choose(["a", "b"], zeroShot, adapted).Select(c => c.Picture));
    }

    [Fact]
    public void BetweenEqualsTheContentDecides()
    {
        ClassVote[] votes = [new(0, 1), new(0, 1), new(0, 1)];
        Assert.Equal([2, 0], new PseudoLabelRule(2).Choose(["b", "c", "a"], votes, votes).Select(c => c.Picture));
    }

    [Fact]
    public void ListsOfDifferentLengthsAndPicturesThatAreThereTwiceAreRefused()
    {
        ClassVote[] one = [new(0, 1)], two = [new(0, 1), new(0, 2)];
        Assert.Throws<ArgumentException>(() => new PseudoLabelRule(1).Choose(["a"], one, two));
        Assert.Throws<ArgumentException>(() => new PseudoLabelRule(1).Choose(["a", "a"], two, two));
    }

    static readonly Gen<(int Zero, int Adapted, int Odds)[]> Votes = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[-3, 6]).Array[0, 60];

    static IReadOnlyList<PseudoLabel> Choose((int Zero, int Adapted, int Odds)[] votes, string[] keys, int perClass, double confidence) =>
        new PseudoLabelRule(perClass, confidence).Choose(keys, [.. votes.Select(v => new ClassVote(v.Zero, 1))], [.. votes.Select(v => new ClassVote(v.Adapted, v.Odds))]);

    [Fact]
    public void AnyChoiceIsBalancedAgreedSureAndWithoutDuplicates() => Gen.Select(Votes, Gen.Int[1, 8], Gen.Double[0, 0.95]).Sample((votes, perClass, confidence) =>
    {
        var chosen = Choose(votes, Keys(votes.Length), perClass, confidence);
        Assert.Equal(chosen.Count, chosen.Select(c => c.Picture).Distinct().Count());
        Assert.All(chosen, c => Assert.Equal((c.Class, c.Class), (votes[c.Picture].Zero, votes[c.Picture].Adapted)));
        Assert.All(chosen, c => Assert.True(c.Confidence >= confidence));
        for (var label = 0; label < 4; label++)
        {
            var candidates = votes.Index().Where(v => v.Item.Zero == label && v.Item.Adapted == label && 1 / (1 + Math.Exp(-v.Item.Odds)) >= confidence).ToArray();
            var own = chosen.Where(c => c.Class == label).ToArray();
            Assert.Equal(Math.Min(perClass, candidates.Length), own.Length);
            var taken = own.Select(c => c.Picture).ToHashSet();             // nobody who was left out is surer
            Assert.All(candidates.Where(c => !taken.Contains(c.Index)), left => Assert.All(own, c => Assert.True(votes[c.Picture].Odds >= left.Item.Odds)));
        }
    });

    [Fact]
    public void TheOrderOfThePicturesSaysNothing() => Gen.Select(Votes, Gen.Int[1, 8], Gen.Int[0, 10_000]).Sample((votes, perClass, seed) =>
    {
        var (keys, order) = (Keys(votes.Length), Enumerable.Range(0, votes.Length).ToArray());
        new Random(seed).Shuffle(order);
        var mixed = Choose([.. order.Select(i => votes[i])], [.. order.Select(i => keys[i])], perClass, 0.3);
        Assert.Equal(Choose(votes, keys, perClass, 0.3), mixed.Select(c => c with { Picture = order[c.Picture] }));
    });

    static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i * 7919 % 1000:000}-{i}")];
}
