namespace KronClip.Evaluation;

sealed partial class JapaneseText
{
    public string CardIntroduction(string pictures, int classes, string method, string model) =>
        $"{pictures} の{PageFigures.Count(classes)}クラスを見分ける画像分類器です。KronClip により、固定したモデル {model} の上で {method} を用いて作成しました。";

    public string UseHeading => "想定する用途";

    public IReadOnlyList<string> Use =>
    [
        "学習に使ったものと同じ種類の画像（同じカメラ、照明、対象物）を、上記のクラスに分類すること。",
        "どの画像にもいずれかのクラスが割り当てられます（どのクラスにも当たらない画像も同じです）。そのような画像を人に回すには、上記のしきい値を使ってください。",
        "人に関する判断や、誤った判定が確認されないまま損害につながる用途は想定していません。",
    ];

    public string ResultsHeading => "評価結果";
    public string DataHeading => "データ";
    public string TrustHeading => "確信度";
    public string LimitsHeading => "限界";

    public IReadOnlyList<string> Limits(RunReport report) =>
    [
        report.Measured == 0 ? "評価は行っていません。" : $"評価に使ったのは{Pictures(report.Measured)}です。数値のうちどこまでが偶然によるかは、信頼区間が示します。",
        "信頼区間は、別のカメラ、照明、対象物など、種類の異なる画像については何も保証しません。",
        "基盤モデルの知識とその欠落、およびライセンスを引き継ぎます。",
    ];

    public string HowHeading => "使い方";
    public string HowCommand => "コマンドライン：";
    public string HowProgram => "プログラムから：";
}
