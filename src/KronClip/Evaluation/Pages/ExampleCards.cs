namespace KronClip.Evaluation;

/// <summary>Test pictures with what the methods say of them.</summary>
static class ExampleCards
{
    public static HtmlNode Of(ProtocolReport report, Func<string, string, string?> pictures)
    {
        var source = report.Sets.First(s => s.Role == SetRole.Source).Name;
        return Html.Of("div", Html.Class("cards"), [.. report.Examples.Select(example => Html.Of("article", Html.Class("card"),
            Html.Of("div", Html.Class("subject"),
                pictures(source, example.Picture) is { } address ? Html.Picture(address, $"test picture of {example.Truth}") : "",
                Html.Of("h3", Html.Of("span", Html.Class("detail"), "truth "), Html.Name(example.Truth))),
            Html.All(example.Answers.Select(answer => Answer(report, answer, example.Truth)))))]);
    }

    static HtmlNode Answer(ProtocolReport report, ReportAnswer answer, string truth) => Html.Of("div", Html.Class("answer"),
        Html.Of("p", Html.Class("who"), report.TitleOf(answer.Row)),
        Html.Of("ol", [.. answer.Top.Select((guess, place) => Html.Of("li", Html.Class(guess.Name == truth ? "right" : "wrong"),
            Html.Of("span", Html.Class("guess"), Html.Name(guess.Name), guess.Name == truth ? Truth(first: place == 0) : ""),
            Html.Of("span", Html.Class("sure"), $"{PageFigures.Percent(guess.Confidence)} %"),
            Html.Of("span", [("class", "bar"), ("aria-hidden", "true")], Html.Of("span", [("style", $"width:{PageFigures.Share(Math.Clamp(guess.Confidence, 0, 1))}")]))))]));

    /// <summary>The mark of an answer that is right, for eyes, and the word for ears; a right class further down gets the word alone.</summary>
    static HtmlNode Truth(bool first) => Html.All([first ? Html.Of("span", [("aria-hidden", "true")], " ✓") : "", Html.Spoken(first ? " (right)" : " (the truth)")]);
}
