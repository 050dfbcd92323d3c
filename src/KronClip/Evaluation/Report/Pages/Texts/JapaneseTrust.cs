namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string CalibrationHeading => "較正：確信度は信頼できるか";

    public string CalibrationLead(ReportedCalibration calibration) => FitSentence(calibration)
        + $"期待較正誤差（ECE。確信度と実際の正解率との平均的なずれ）は、評価画像において較正前が{PageFigures.Number(calibration.Before.ExpectedCalibrationError)}、較正後が{PageFigures.Number(calibration.After.ExpectedCalibrationError)}です。";

    string FitSentence(ReportedCalibration calibration) =>
        $"確信度は温度スケーリング（温度 T = {PageFigures.Number(calibration.Temperature)}）で較正しています。温度は{(calibration.FittedOn == "folds" ? $"学習画像{Pictures(calibration.FittedPictures)}を、その画像を学習していない分類器で判定した結果から" : $"学習に使っていない検証画像{Pictures(calibration.FittedPictures)}で")}決めました。";

    public string NoCalibration => "温度を決めるための画像、またはその効果を評価するための画像がなかったため、確信度は較正していません。クラスごとのラベル付き画像を増やすと、その一部が較正に使われます。";
    public string CalibrationCaption => "評価画像における較正の結果（小さいほど良い）";
    public string Temperature => "温度";
    public string Before => "較正前（T = 1）";
    public string After => "較正後";
    public string ExpectedCalibrationError => "ECE";
    public string LogLikelihood => "負の対数尤度";
    public string ReliabilityTitle(string side) => $"信頼性図（{side}）";
    public string ReliabilityReading => "棒は、確信度の区間ごとの実際の正解率です。破線の対角線上では確信度と正解率が一致し、線より下は自信過剰、上は自信不足を表します。薄い棒は画像が少ない区間です。";
    public string BinsCaption => "信頼性図の各区間の枚数、平均確信度、正解率";
    public string Bin => "確信度の区間";
    public string ShareRight => "正解率";
    public string AsTable => "図の数値を表で見る";

    public string ThresholdHeading => "「不明」とするしきい値";

    public string ThresholdOf(ReportedThreshold threshold) =>
        (threshold.Suggested == 0
            ? "「不明」とする必要のある判定はありません。"
            : $"推奨：確信度が{PageFigures.Number(threshold.Suggested)}未満の判定は「不明」とします。")
        + (threshold.FittedPrecision >= threshold.WantedPrecision
            ? $"温度を決めた画像では、これで適合率が{Percent(threshold.FittedPrecision)}となります（目標{Percent(threshold.WantedPrecision)}）。"
            : $"温度を決めた画像では目標の適合率{Percent(threshold.WantedPrecision)}に届かず、{Percent(threshold.FittedPrecision)}が最良でした。")
        + $"評価画像では{Percent(threshold.AtSuggested.Coverage)}に答えを出し{(threshold.AtSuggested.Precision is { } precision ? $"、そのうち{Percent(precision)}が正解でした" : "ます")}。";

    public string ThresholdUse => "しきい値は推奨値として分類器に保存されており、kronclip predict に --unknown を付けると使われます。分類器が知っているのは学習したクラスだけなので、それ以外のものが写った画像に高い確信度で答えることもあります。";
    public string NoThreshold => "較正と同じ理由により、しきい値の推奨値はありません。";
    public string ThresholdCaption => "しきい値ごとの評価画像における結果";
    public string ThresholdDrawing => "しきい値に対する回答率と回答の適合率";
    public string Threshold => "しきい値（確信度）";
    public string Coverage => "回答率（%）";
    public string PrecisionOfAnswers => "回答の適合率（%）";
    public string Suggested => "推奨";
}
