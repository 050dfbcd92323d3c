using System.Globalization;

namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string CostHeading => "計算コスト";
    public string CostCaveat => "時間、メモリ、速度は、このマシンでの今回の実行に限った値です。";
    public string LearnedNumbers => "学習パラメータ数";
    public string TrainTime => "学習時間";
    public string EncodeTime => "画像の読み込みと特徴抽出";
    public string Seconds(double seconds) => $"{PageFigures.Seconds(seconds)}秒";
    public string Encoded(int pictures) => pictures == 0 ? "特徴量はすべてキャッシュから取得" : $"{Pictures(pictures)}を画像エンコーダーで処理（残りはキャッシュから取得）";
    public string Memory => "最大メモリ使用量";
    public string ClassifierSize => "分類器ファイル";
    public string Speed => "処理速度";
    public string PicturesPerSecond(string figure) => $"毎秒{figure}枚（読み込みを含む特徴抽出）";
    public string SpeedUnknown => "不明（特徴量はすべてキャッシュから取得）";
    public string Processor => "マシン";
    public string ThreadCount(int threads) => $"{Whole(threads)}スレッド";
    public string Energy => "消費電力量";
    public string EnergyOf(string wattHours, string watts, string seconds) => $"約{wattHours} Wh（利用者が申告した{watts} W × 読み込みと学習の{seconds}秒。実測値ではありません）";
    public string EnergyUnknown => "マシンの消費電力が指定されていないため、示していません";
    public string Money => "電気代";
    public string MoneyOf(string amount, string price, string currency) => $"約{amount} {currency}（申告された単価 {price} {currency}/kWh による）";

    public string OriginHeading => "来歴";
    public string DataHead => "画像";

    public string DataOf(RunReport report) => string.Create(CultureInfo.InvariantCulture,
        $"学習{Pictures(report.Origin.Train)}（クラスあたり{report.Origin.Shots}枚を指定）、検証{Pictures(report.Origin.Validation)}、テスト{Pictures(report.Origin.Test)}。{Measured(report.TestKind, report.Measured)}");

    public string Fingerprint => "画像とラベルのフィンガープリント";
    public string SeedHead => "乱数シード";
    public string MethodHead => "手法";
    public string RecipeHead => "学習の設定";
    public string ModelHead => "基盤モデル";
    public string ContentHash => "内容のハッシュ";
    public string Licence => "重みのライセンス";
    public string LicenceUnknown => "不明。分類器を配布する前に、モデルの配布元で確認してください";
    public string ComputedBy => "実行環境";
    public string ComputedWith(ReportedOrigin origin) => $"KronClip {origin.Version}、{origin.Runtime}、カーネル {origin.KernelPath}";
    public string ClassListCaption => "クラスの一覧：フォルダー、プロンプトで使う語、画像数";
    public string Folder => "フォルダー";
    public string PromptWords => "プロンプトで使う語";
    public string TrainPictures => "学習";
    public string ValidationPictures => "検証";

    public string RemarksHeading => "注記と警告";
    public string Notes => "注記（プログラムの出力、英語）";
    public string Warnings => "要確認（プログラムの出力、英語）";
    public string NoRemarks => "ありません。";
}
