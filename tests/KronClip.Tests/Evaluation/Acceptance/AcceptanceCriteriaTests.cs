using System.Globalization;
using CsCheck;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class AcceptanceCriteriaTests
{
    static readonly string[] Known = ["accuracy", "macro-f1", "base", "new", "h"];

    static readonly int[] Totals = [10, 20, 25, 40, 50, 80, 100, 125, 200, 250, 500, 1000];      // whose shares end as decimals

    static AcceptanceCriteria Parse(string text) => AcceptanceCriteria.Parse(text, Known, CloseNames.To);

    static string Refused(string text) => Assert.Throws<OptionsException>(() => Parse(text)).Message;

    [Fact]
    public void NamesOperatorsAndLimitsAreRead()
    {
        Assert.Equal(
            [
                new Criterion("accuracy", CriterionOperator.AtLeast, 0.95m, "accuracy>=0.95"),
                new Criterion("macro-f1", CriterionOperator.Above, 0.9m, "macro-f1 > 0.9"),
                new Criterion("new", CriterionOperator.AtMost, 0.605m, "NEW<=60.5%"),
                new Criterion("h", CriterionOperator.Below, 1, "h<1"),
            ],
            Parse("accuracy>=0.95, macro-f1 > 0.9 ,NEW<=60.5%,h<1").Criteria);
        Assert.Empty(AcceptanceCriteria.None.Criteria);
    }

    /// <summary>Whatever is written in a valid way is read as it was meant, in percent or as a fraction, with or without spaces.</summary>
    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var one = Gen.Select(Gen.Int[0, Known.Length - 1].Select(i => Known[i]), Gen.Int[0, 3].Select(i => (CriterionOperator)i), Gen.Int[0, 10_000], Gen.Bool, Gen.Bool);
        one.List[1, 5].Sample(written =>
        {
            var texts = written.Select(w =>
            {
                var (name, kind, hundredths, percent, spaces) = w;
                var limit = percent ? (hundredths / 100m).ToString(CultureInfo.InvariantCulture) + "%" : (hundredths / 10_000m).ToString(CultureInfo.InvariantCulture);
                var space = spaces ? " " : "";
                return $"{space}{name}{space}{Criterion.Sign(kind)}{space}{limit}{space}";
            }).ToArray();
            var read = Parse(string.Join(",", texts)).Criteria;
            Assert.Equal(written.Select(w => (w.Item1, w.Item2, w.Item3 / 10_000m)), read.Select(c => (c.Name, c.Operator, c.Value)));
            Assert.Equal(texts.Select(t => t.Trim()), read.Select(c => c.Text));
            Assert.Equal(read.Select(c => (c.Name, c.Operator, c.Value)), Parse(string.Join(",", read)).Criteria.Select(c => (c.Name, c.Operator, c.Value)));
        });
    }

    /// <summary>Any text is either read or refused with the one error that is meant for it.</summary>
    [Fact]
    public void NothingElseComesOfAnyText() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["acuyhnew<>=.,%0195 -+e"], 0, 24]).Sample(text =>
    {
        try
        {
            Assert.All(Parse(text).Criteria, c => Assert.True(c.Value is >= 0 and <= 1 && Known.Contains(c.Name)));
        }
        catch (OptionsException)
        {
            // as it should be
        }
    });

    [Theory]
    [InlineData("acuracy>=0.9", "Did you mean accuracy?")]
    [InlineData("latency<1", "There are: accuracy, macro-f1, base, new, h.")]
    [InlineData("", "is empty")]
    [InlineData("h>=0.5,", "is empty")]
    [InlineData("accuracy", "'accuracy' has no >=, >, <= or <")]
    [InlineData("accuracy=0.9", "has no >=, >, <= or <")]
    [InlineData("accuracy=>0.9", "has no >=, >, <= or <")]
    [InlineData("accuracy>=", "is no number")]
    [InlineData("accuracy>=0,9", "'9' has no >=")]
    [InlineData("accuracy>==0.9", "is no number")]
    [InlineData("accuracy>=-0.1", "is no number")]
    [InlineData("accuracy>=1e-1", "is no number")]
    [InlineData("accuracy>=NaN", "is no number")]
    [InlineData("accuracy>=%", "is no number")]
    [InlineData("accuracy>=95", "write 95% if you mean percent")]
    [InlineData("accuracy>=101%", "0% to 100%")]
    public void WhatCannotBeMeantIsRefused(string text, string reason) => Assert.Contains(reason, Refused(text), StringComparison.Ordinal);

    /// <summary>Every share of up to 300 pictures meets itself as a decimal, and the mean of three seeds with the same share does so too.</summary>
    [Fact]
    public void AShareIsNotLostInItsLastBit()
    {
        Assert.True(Parse("accuracy>=0.95").Criteria[0].IsMet(19.0 / 20));
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, Totals.Length - 1].Select(i => Totals[i])).Where(t => t.Item1 <= t.Item2).Sample((correct, of) =>
        {
            var share = (double)correct / of;
            var limit = ((decimal)correct / of).ToString(CultureInfo.InvariantCulture);
            foreach (var figure in new[] { share, (share + share + share) / 3, 1 - (1 - share), share * 7 / 7 })
            {
                Assert.True(Parse($"new>={limit}").Criteria[0].IsMet(figure));
                Assert.True(Parse($"new<={limit}").Criteria[0].IsMet(figure));
                Assert.False(Parse($"new>{limit}").Criteria[0].IsMet(figure));
                Assert.False(Parse($"new<{limit}").Criteria[0].IsMet(figure));
            }
            Assert.False(Parse($"new>={limit}").Criteria[0].IsMet((correct - 1.0) / of));
        });
    }

    [Fact]
    public void WhatWasNotMeasuredIsNotMet()
    {
        var judged = Parse("accuracy>=0.5,new<0.9,h<0.9,base>=0.3").Judge(name => name switch { "accuracy" => 0.5, "h" => double.NaN, "base" => 0.2, _ => null });
        Assert.Equal(
            [new("accuracy>=0.5", 0.5, true), new("new<0.9", null, false), new("h<0.9", null, false), new ReportedCriterion("base>=0.3", 0.2, false)],
            judged);
    }
}
