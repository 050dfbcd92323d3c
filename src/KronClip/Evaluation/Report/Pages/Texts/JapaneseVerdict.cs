namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string VerdictHeading => "結論";

    public IReadOnlyList<string> Verdict(RunReport report, RunVerdict verdict) =>
        report.Adapted is { } adapted ? [First(report, adapted, verdict), Second(report, verdict)] : [NothingMeasured, "性能を知るには、ラベル付き画像を増やして学習し直すか、kronclip eval で別の画像を使って評価してください。"];

    public string NothingMeasured => "評価に回せるラベル付き画像がなかったため、この分類器の性能は不明です。";

    public string Weight(RunReport report) =>
        $"画像1枚の重みは{Points(1.0 / report.Measured)}です。信頼区間は95%で、どの画像を評価に使ったかによる偶然のばらつきを表します。別のカメラ、照明、対象物による違いは含みません。"
        + (report.TestKind == "k-fold" ? "交差検証の各分類器は完成した分類器より少ない画像で学習しているため、完成した分類器の方がやや良い可能性があります。" : "");

    string First(RunReport report, ReportedClassifier adapted, RunVerdict verdict)
    {
        var own = $"{Name(adapted)}は、学習に使っていない{Pictures(report.Measured)}のうち{Percent(adapted.Accuracy.Value)}を正しく認識し（{Interval95} {Range(adapted.Accuracy)}）";
        if (report.Of(ReportedRole.ZeroShot) is not { } plain || report.Against(ReportedRole.ZeroShot)?.Accuracy is not { } difference)
            return own + "ました。";
        return verdict.ToZeroShot switch
        {
            Standing.Better => $"{own}、{Name(plain)}（{Percent(plain.Accuracy.Value)}）を{Points(difference.Value)}上回りました（差の{Interval95} {SignedRange(difference)}。偶然の範囲を超えています）。",
            Standing.Worse => $"{own}ましたが、学習なしの{Name(plain)}（{Percent(plain.Accuracy.Value)}）を{Points(difference.Value)}下回りました（差の{Interval95} {SignedRange(difference)}）。",
            _ => $"{own}ましたが、{Name(plain)}（{Percent(plain.Accuracy.Value)}）との差{PageFigures.Signed(difference.Value)}ポイント（{Interval95} {SignedRange(difference)}）は偶然の範囲内です。",
        };
    }

    string Second(RunReport report, RunVerdict verdict)
    {
        var guesses = verdict.ZeroShotGuesses && report.Of(ReportedRole.ZeroShot) is { } plain
            ? $"{Name(plain)}は当て推量（{Percent(report.Chance())}）を明確には上回らず（{Percent(plain.Accuracy.Value)}）、モデルはこれらのクラスを言葉としては知らないとみられます。" : "";
        return guesses + Probe(report, verdict) + "。";
    }

    string Probe(RunReport report, RunVerdict verdict)
    {
        if (report.Of(ReportedRole.Probe) is not { } probe || report.Against(ReportedRole.Probe)?.Accuracy is not { } difference)
            return "プローブを併せて評価していないため、学習した内容が画像だけから得られるものを上回るかどうかは、この数値からは分かりません";
        var name = $"プロンプトを学習しない画像特徴のプローブ（{probe.Title}、{Percent(probe.Accuracy.Value)}。差{PageFigures.Signed(difference.Value)}ポイント、{Interval95} {SignedRange(difference)}）";
        var learned = report.Context is null ? "学習した内容" : "学習した言葉";
        var simpler = $"ここでは{learned}は役に立っておらず、クラスを名前で追加する予定がなければ、より単純なプローブで足ります";
        return verdict switch
        {
            { ToProbe: Standing.Worse } => $"{name}の方が明確に優れており、{simpler}",
            { LearningIsNoHelp: true } => $"{name}も同等以上であり、{simpler}",
            { ToProbe: Standing.Better } => $"{name}を明確に上回っており、{learned}が役立っています",
            _ => $"{name}を上回ってはいるものの偶然の範囲内であり、{learned}が役立っているとはこの評価からは言えません",
        };
    }

    public string AcceptanceMet => "合格：すべての受け入れ基準を満たしています";
    public string AcceptanceMissed => "不合格：満たしていない受け入れ基準があります";
    public string NoAcceptance => "受け入れ基準は事前に指定されていないため、合否の判定はありません。";
    public string AcceptanceCaption => "実行前に指定された受け入れ基準";
    public string Criterion => "基準";
    public string Value => "結果";
    public string Outcome => "判定";
    public string Met => "達成";
    public string Missed => "未達";
    public string NotMeasured => "評価なし";
}
