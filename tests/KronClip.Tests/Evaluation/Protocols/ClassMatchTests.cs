using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ClassMatchTests
{
    [Fact]
    public void ASubsetInAnyOrderFindsItsLabels() => Assert.Equal([2, 0], ClassMatch.Labels(["bolt", "gear", "nut"], ["nut", "bolt"]));

    [Fact]
    public void CaseCountsAndUnicodeFormDoesNot() => Assert.Equal([0, -1], ClassMatch.Labels(["caf\u00e9", "nut"], ["cafe\u0301", "Nut"]));
}
