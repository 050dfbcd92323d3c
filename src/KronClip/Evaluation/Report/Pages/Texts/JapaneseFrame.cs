using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Japanese.</summary>
sealed partial class JapaneseText : IRunText
{
    public string Code => "ja";

    public string Title(string pictures) => $"{pictures}：分類器の評価報告書";
    public HtmlNode Heading(HtmlNode pictures) => Html.Phrase($"{pictures}：分類器の評価報告書");

    public HtmlNode Introduction(RunReport report) => Html.Phrase(
        $"{PageFigures.Count(report.Classes.Count)}クラスの分類器です。固定したモデル {Html.Name(report.Origin.Model)} を土台に、{report.Origin.Method} で{Pictures(report.Origin.Train)}の画像から学習しました。{Measured(report.TestKind, report.Measured)}");

    public string Footer(string version) => $"KronClip {version} が作成。数値はすべて実行フォルダーの metrics.json によります。このページは kronclip report <run> --language ja で描き直せます。";
    public string Contents => "目次";

    public string Percent(double fraction) => $"{PageFigures.Percent(fraction)}%";
    public string Points(double fraction) => $"{PageFigures.Percent(Math.Abs(fraction))}ポイント";
    public string Range(Interval interval) => $"{PageFigures.Percent(interval.Low)}〜{PageFigures.Percent(interval.High)}%";
    public string SignedRange(Interval interval) => $"{PageFigures.Signed(interval.Low)}〜{PageFigures.Signed(interval.High)}";
    public string SentenceGap => "";
    public string Pictures(int count) => $"{PageFigures.Count(count)}枚";

    public string Name(ReportedClassifier classifier) => classifier.Role switch
    {
        ReportedRole.ZeroShot => "ゼロショットCLIP",
        ReportedRole.Probe => $"{classifier.Title}（プローブ）",
        _ => classifier.Title,
    };

    public string Accuracy => "正解率";
    public string MacroF1 => "マクロF1";
    public string Precision => "適合率";
    public string Recall => "再現率";
    public string Class => "クラス";
    public string InPercent => "%";
    public string Interval95 => "95%信頼区間";

    public string Measured(string testKind, int pictures) => testKind switch
    {
        _ when pictures == 0 => "評価は行っていません。",
        "k-fold" => $"評価は交差検証によるもので、{Pictures(pictures)}をそれぞれ一度ずつ、その画像を学習していない分類器で判定しました。",
        "given" => $"評価には、データに付属するテスト部分の{Pictures(pictures)}を使いました（学習には使っていません）。",
        _ => $"評価には、学習前に取り分けた{Pictures(pictures)}を使いました（学習には使っていません）。",
    };

    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
