using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>English.</summary>
sealed partial class EnglishText : IRunText
{
    public string Code => "en";

    public string Title(string pictures) => $"{pictures}: report of a classifier";
    public HtmlNode Heading(HtmlNode pictures) => Html.Phrase($"{pictures}: report of a classifier");

    public HtmlNode Introduction(RunReport report) => Html.Phrase(
        $"{Classes(report.Classes.Count)}, learned by {report.Origin.Method} from {Pictures(report.Origin.Train)} on the frozen model {Html.Name(report.Origin.Model)}. {Measured(report.TestKind, report.Measured)}");

    public string Footer(string version) => $"Written by KronClip {version}. Every figure comes from metrics.json of the run; the page can be drawn again with: kronclip report <run>";
    public string Contents => "Contents";

    public string Percent(double fraction) => $"{PageFigures.Percent(fraction)}\u00A0%";
    public string Points(double fraction) => $"{PageFigures.Percent(Math.Abs(fraction))} points";
    public string Range(Interval interval) => $"{PageFigures.Percent(interval.Low)} to {PageFigures.Percent(interval.High)}\u00A0%";
    public string SignedRange(Interval interval) => $"{PageFigures.Signed(interval.Low)} to {PageFigures.Signed(interval.High)}";
    public string SentenceGap => " ";
    public string Pictures(int count) => count == 1 ? "1 picture" : $"{PageFigures.Count(count)} pictures";
    public string Name(ReportedClassifier classifier) => classifier.Role == ReportedRole.Probe ? $"{classifier.Title} (probe)" : classifier.Title;

    public string Accuracy => "accuracy";
    public string MacroF1 => "macro F1";
    public string Precision => "precision";
    public string Recall => "recall";
    public string Class => "class";
    public string InPercent => "%";
    public string Interval95 => "95\u00A0% interval";

    public string Measured(string testKind, int pictures) => testKind switch
    {
        _ when pictures == 0 => "Nothing was measured.",
        "k-fold" => $"Measured by cross-validation: each of {Pictures(pictures)} once, by a classifier that had not seen it.",
        "given" => $"Measured on {Pictures(pictures)} of the test part that came with the data; nothing was learned from them.",
        _ => $"Measured on {Pictures(pictures)} that were set aside before the training; nothing was learned from them.",
    };

    static string Classes(int count) => count == 1 ? "1 class" : $"{PageFigures.Count(count)} classes";

    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
