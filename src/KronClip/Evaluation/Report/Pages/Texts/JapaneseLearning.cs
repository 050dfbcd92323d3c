namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string CurveHeading => "学習曲線：ラベル付き画像を増やす効果";
    public string NoCurve => "学習曲線はありません。--learning-curve を付けて学習すると、クラスあたり1、2、4、…枚でも学習し、正解率の推移を測定します（テスト画像が必要です）。";
    public string CurveCaption => "クラスあたりの学習画像数ごとの正解率（同じ評価画像、単位：%）";
    public string CurveDrawing => "学習曲線：クラスあたりの学習画像数に対する正解率（単位：%）";
    public string ShotsHead => "クラスあたりの学習画像数";
    public string Estimate(EstimatedGain gain) =>
        $"クラスあたり{Whole(gain.Shots)}枚（現在の2倍）に増やした場合の正解率の変化は、約{PageFigures.Signed(gain.Gain.Value)}ポイント（{Interval95} {SignedRange(gain.Gain)}）と見込まれます。曲線を外挿した推定値であり、測定値ではありません。";
    public string NoEstimate => "測定点からは、画像を増やした場合の効果を推定できません。";
    public string EstimatedPoint => "推定値";

    public string NamedHeading => "名前だけで追加したクラスに期待できる正解率";
    public string NoNamed => "測定していません。--named-classes を付けて学習すると、一部のクラスを除いて学習し、除いたクラスを名前だけで認識できるかを測定します（テスト画像と3クラス以上が必要です）。";
    public string Named(ReportedNamedClasses named) =>
        $"各クラスを1回ずつ除いて{Whole(named.Groups)}回学習し、除いたクラスを名前だけで与えたところ、全クラス名の中からその{Pictures(named.Pictures)}の{Percent(named.Accuracy.Value)}（{Range(named.Accuracy)}）を正しく認識しました。"
        + $"同じ画像に対するゼロショットCLIPの正解率は{Percent(named.ZeroShot.Value)}（{Range(named.ZeroShot)}）、全クラスで学習した分類器の正解率は{Percent(named.Trained.Value)}（{Range(named.Trained)}）です。「kronclip classes add」で追加するクラスにも、これらのクラスと似ていれば同程度の正解率が期待できます。";

    public string ContextHeading => "学習したコンテキスト（言葉による解釈）";
    public string NoContext => "この手法には全クラス共通の学習コンテキストがないため、言葉で示すものはありません。";
    public string ContextLead => "学習したコンテキストは、プロンプトの中でクラス名の前に置かれます。各語は実在の単語の間にある点なので、近いトークンは何を学習したかの手がかりであって、意味そのものではありません。コサイン類似度が1より大幅に小さい場合、近い単語はないと考えてください。";
    public string ContextCaption => "学習したコンテキストの各語に近いトークン（コサイン類似度）と、辞書を持つ手法ではその構成要素（重み）";
    public string Word => "語";
    public string NearestTokens => "近いトークン";
    public string Entries => "辞書の要素";
    public string EntryName(int entry) => $"要素{Whole(entry)}";
}
