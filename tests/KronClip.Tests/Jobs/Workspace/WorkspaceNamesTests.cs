using CsCheck;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Workspaces;

/// <summary>Names of people and of folders: whatever is typed, a folder's name is plain, free and no device.</summary>
public sealed class WorkspaceNamesTests
{
    [Fact]
    public void EveryNameGivesAPlainFreeFolder() => Gen.String.Sample(name =>
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var slug = WorkspaceNames.Slug(name, "class", taken.Contains);
            Assert.True(WorkspaceNames.IsSlug(slug), slug);
            Assert.DoesNotContain(slug, new[] { "con", "nul", "train", "val", "test" });
            Assert.True(taken.Add(slug));
        }
    });

    [Theory]
    [InlineData("Hex Bolt M8", "hex-bolt-m8")]
    [InlineData("Hex_Bolt", "hex-bolt")]
    [InlineData("éclair", "eclair")]
    [InlineData("../..", "class-1")]
    [InlineData("NUL", "class-1")]
    [InlineData("Validation", "class-1")]
    [InlineData("六角ボルト", "class-1")]
    [InlineData("ボルト M8", "class-1")]
    [InlineData("İstanbul", "istanbul")]
    public void AFolderIsNamedAfterALatinName(string name, string slug) => Assert.Equal(slug, WorkspaceNames.Slug(name, "class", _ => false));

    [Fact]
    public void AFolderThatIsThereGetsANumber()
    {
        Assert.Equal("bolt-3", WorkspaceNames.Slug("Bolt", "class", name => name is "bolt" or "bolt-2"));
        Assert.Equal("class-2", WorkspaceNames.Slug("ねじ", "class", name => name is "class-1"));
        Assert.Equal(40, WorkspaceNames.Slug(new string('a', 79), "class", _ => false).Length);
    }

    [Theory]
    [InlineData("  Hex \t Bolt ", "Hex Bolt")]
    [InlineData("e\u0301", "é")]
    [InlineData("👩‍🔧", "👩‍🔧")]
    [InlineData("<b>&\"'", "<b>&\"'")]
    public void ANameIsKeptComposedAndWithoutSpareSpace(string typed, string kept) => Assert.Equal(kept, WorkspaceNames.Name(typed, "The name"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202eb")]
    [InlineData("a\ud800")]
    public void WhatCannotBeShownIsNoName(string? typed) => Assert.Equal(WorkspaceFault.Refused, Assert.Throws<WorkspaceException>(() => WorkspaceNames.Name(typed, "The name")).Fault);

    [Theory]
    [InlineData("C:\\photos\\IMG 1.jpg", "IMG 1.jpg")]
    [InlineData("../../evil.png", "evil.png")]
    [InlineData("a\u202egnp.exe", "agnp.exe")]
    [InlineData("/", null)]
    [InlineData(null, null)]
    public void AFileIsCalledByItsLastPart(string? given, string? shown) => Assert.Equal(shown, WorkspaceNames.File(given));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", false)]
    [InlineData("../../../../../../../etc/passwd.", false)]
    public void APictureHasThirtyTwoDigits(string id, bool right) => Assert.Equal(right, WorkspaceNames.IsPicture(id));
}
