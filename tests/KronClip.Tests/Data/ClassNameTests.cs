using KronClip.Data;

namespace KronClip.Tests.Data;

/// <summary>I15 and I16.</summary>
public class ClassNameTests
{
    [Theory]
    [InlineData("Cat", "cat")]
    [InlineData("caf\u00E9", "cafe\u0301")]
    [InlineData("a b", "a  b")]
    [InlineData("steel_plate", "steel plate")]
    public void I15NamesThatDifferOnlyForAMachineAreRefusedAndBothNamed(string first, string second)
    {
        var message = Assert.Throws<DataException>(() => Check(first, second, "other")).Message;
        Assert.Contains($"'{first}'", message);
        Assert.Contains($"'{second}'", message);
        Assert.DoesNotContain("other", message);
    }

    [Fact]
    public void LettersInTwoCasesMayBeClassesIfTheirWordsTellThemApart()
    {
        var capital = ClassDefinition.FromFolder("A") with { Words = "capital letter a", Name = "capital A" };
        Assert.Empty(ClassNames.Check([capital, ClassDefinition.FromFolder("a") with { Words = "small letter a" }]));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    [InlineData("_", "is empty")]
    [InlineData("...", "holds no letter")]
    [InlineData("-!?", "holds no letter")]
    [InlineData("a\u0007b", "control characters")]
    [InlineData("a\nb", "control characters")]
    public void I16WordsThatSayNothingAreRefused(string folder, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataException>(() => Check(folder, "other")).Message);

    [Theory]
    [InlineData("傷")]
    [InlineData("дефект")]
    [InlineData("scratch 傷")]
    public void I16WordsInAnotherScriptAreWarnedAbout(string folder)
    {
        var warning = Assert.Single(Check(folder, "other"));
        Assert.Contains("text tower is English", warning);
        Assert.Contains($"'{folder}'", warning);
    }

    [Theory]
    [InlineData("café")]
    [InlineData("Łódź")]
    [InlineData("8")]
    [InlineData("c++")]
    [InlineData("😀")]
    [InlineData("Việt Nam")]
    public void LatinLettersDigitsAndSymbolsAreFine(string folder) => Assert.Empty(Check(folder, "other"));

    [Fact]
    public void MessagesSpellOutCharactersThatWouldGarbleATerminal() =>
        Assert.Equal("'a\\u001B[31m\\u202Eb é 傷'", Printable.Quote("a\u001B[31m\u202Eb é 傷"));

    static IReadOnlyList<string> Check(params string[] folders) => ClassNames.Check([.. folders.Select(ClassDefinition.FromFolder)]);
}
