using System.Text.RegularExpressions;
using KronClip.Tools.KronMini;
using KronClip.Workshop;

namespace KronClip.Tests.Tools;

/// <summary>The captions that kron-mini learned from.</summary>
public class CaptionsTests
{
    static readonly (Scene Scene, string Text)[] All = [.. PreTraining.Scenes(PreTraining.FirstSeed, 6000).Select(scene => (scene, Captions.Of(scene)))];

    [Fact]
    public void TheyAreOneLineOfPlainLowerCaseEnglishThatEndsWithAStop() =>
        Assert.All(All, caption => Assert.Matches(new Regex("^[a-z][a-z ,]*[a-z]\\.$"), caption.Text));

    [Fact]
    public void AnArticleFitsItsWord() => Assert.All(All, caption =>
    {
        Assert.DoesNotMatch(new Regex(@"\ba [aeio]"), caption.Text);
        Assert.DoesNotMatch(new Regex(@"\ban [^aeio]"), caption.Text);
    });

    [Fact]
    public void AboutThreeInFiveUseTheCommonName()
    {
        var named = All.Count(caption => caption.Text.Contains(caption.Scene.Kind, StringComparison.Ordinal));
        Assert.InRange(named / (double)All.Length, 0.55, 0.75);
    }

    [Fact]
    public void EveryKindHasOtherNamesAndWiderTerms()
    {
        foreach (var kind in PartKinds.All.Select(k => k.Name).Concat(DefectKind.All.Select(k => k.Name)))
            Assert.True(Words.Of[kind] is { Other.Length: > 0, Wider.Length: > 0 }, kind);
        Assert.All(DefectKind.All, kind => Assert.True(Words.Damaged.ContainsKey(kind.Name)));
    }
}
