using System.Text.Json.Nodes;
using CsCheck;
using KronClip.Evaluation;
using KronClip.Testing;

namespace KronClip.Tests.Evaluation;

public class ClassHalvesTests
{
    [Fact]
    public void TheSizesAreThoseOfCoOp()
    {
        foreach (var (classes, sizes) in JsonNode.Parse(File.ReadAllText(TestFiles.Golden("misc", "class_split.json")))!.AsObject())
        {
            var halves = ClassHalves.Of(int.Parse(classes, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal((int)sizes!["base"]!, halves.Base.Count);
            Assert.Equal((int)sizes["new"]!, halves.New.Count);
        }
    }

    [Fact]
    public void TheHalvesAreTheLabelsInOrder() => Gen.Int[2, 1000].Sample(classes =>
    {
        var halves = ClassHalves.Of(classes);
        return halves.Base.Concat(halves.New).SequenceEqual(Enumerable.Range(0, classes)) && halves.Base.Count - halves.New.Count is 0 or 1;
    });

    [Fact]
    public void NamedLabelsAreTheBaseAndTheRestIsNewBothInOrder() => Gen.Select(Gen.Int[2, 200], Gen.Int[0, 1000].Array).Sample((classes, numbers) =>
    {
        int[] named = [.. numbers.Select(n => n % classes)];
        var halves = ClassHalves.Of(classes, named);
        return halves.Base.SequenceEqual(named.Distinct().Order()) && halves.New.SequenceEqual(Enumerable.Range(0, classes).Except(named));
    });

    [Fact]
    public void ALabelThatIsNoneOfTheClassesIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassHalves.Of(4, [0, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassHalves.Of(4, [-1]));
    }

    [Fact]
    public void OneClassHasNoHalves() => Assert.Throws<ArgumentOutOfRangeException>(() => ClassHalves.Of(1));
}
