namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string ComparisonHeading => "ゼロショット・適応後・プローブの比較";
    public string ComparisonCaption(int pictures) => $"同じ{Pictures(pictures)}による三つの分類器の比較（単位：%、括弧内は95%信頼区間）";
    public string ComparisonDrawing => "各分類器の正解率とマクロF1の棒グラフ（単位：%）";
    public string Classifier => "分類器";
    public string Correct => "正解数";
    public string Parameters => "学習パラメータ数";
    public string DifferenceCaption => "作成した分類器と他の分類器の画像ごとの比較（正の値は作成した分類器が優れることを示す）";
    public string Against => "比較対象";
    public string Difference => "差（ポイント）";
    public string OnlyThis => "作成した分類器のみ正解";
    public string OnlyOther => "比較対象のみ正解";
    public string SignTest => "P値（正確な符号検定）";
    public string Whiskers(double chance) => $"正解率とマクロF1（単位：%）。細い線は95%信頼区間、点線は当て推量の正解率（{Percent(chance)}）です。";

    public string ClassesHeading => "クラスごとの性能";
    public string ClassesCaption => "適合率：そのクラスと判定した画像のうち正しいものの割合。再現率：そのクラスの画像のうち正しく判定できたものの割合。F1：両者の調和平均（単位：%、括弧内は95%信頼区間）";
    public string Support => "評価画像";
    public string Training => "学習画像";
    public HtmlNode Weakest(IReadOnlyList<(HtmlNode Name, string F1)> classes) => Html.Phrase(
        $"F1が低いクラス：{Html.All(classes.Select((c, place) => Html.Phrase($"{(place == 0 ? "" : "、")}{c.Name} {c.F1}")))}。");

    public string ConfusionHeading => "混同行列";
    public string ConfusionCaption => "混同行列（単位：枚）";
    public string ConfusionReading => "行が正解クラス、列が判定されたクラスです。色が濃いほど行に占める割合が大きく、枠で囲んだ対角が正解です。";
    public string ConfusionCorner => "正解↓ 判定→";
    public string ConfusionListCaption(int shown, int all) => shown < all ? $"混同の多い組み合わせ（全{PageFigures.Count(all)}組のうち上位{Whole(shown)}組）" : "混同した組み合わせのすべて（多い順）";
    public string TrueClass => "正解クラス";
    public string TakenFor => "判定されたクラス";
    public string PicturesHead => "枚数";
    public string ShareOfClass => "クラスに占める割合（%）";
    public string NoConfusion => "混同されたクラスはありません。";

    public string MistakesHeading => "確信度の高い誤判定";
    public string MistakesLead(int shown) => $"誤判定のうち確信度の高いもの{Whole(shown)}件を、高い順に「正解クラス → 判定されたクラス」として示します。ラベルの誤りが含まれている可能性もあるため、まず確認してください。";
    public string MistakesCaption => "確信度の高い誤判定（高い順）";
    public string NoMistakes => "誤判定はないか、評価を行っていません。";
    public string PictureGone => "画像が見つからないか、その後変更されています。";
    public string MistakeWords(string truth, string predicted) => $"正解は{truth}、判定は{predicted}";
    public string PictureHead => "画像";
    public string Confidence => "確信度（%）";
    public string TruthConfidence => "正解クラスの確信度（%）";
}
