namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string CardIntroduction(string pictures, int classes, string method, string model) =>
        $"An image classifier for {Classes(classes)} of {pictures}, made with KronClip by {method} on the frozen model {model}.";

    public string UseHeading => "Intended use";

    public IReadOnlyList<string> Use =>
    [
        "To sort pictures of the same kind as those it was made from into the classes above: same camera, light and subject.",
        "Every picture gets one of the classes, also one that shows none of them; use the threshold above to leave such pictures to a person.",
        "Not meant for decisions about people, nor where a wrong answer does harm and nobody looks at it.",
    ];

    public string ResultsHeading => "Results";
    public string DataHeading => "Data";
    public string TrustHeading => "Confidence";
    public string LimitsHeading => "Limits";

    public IReadOnlyList<string> Limits(RunReport report) =>
    [
        report.Measured == 0 ? "Nothing was measured." : $"{Pictures(report.Measured)} were measured; the intervals say how much of a figure may be chance.",
        "The intervals do not cover pictures of another kind: another camera, other light, other parts.",
        "It inherits what the base model knows and does not know, and the base model's licence.",
    ];

    public string HowHeading => "How to use it";
    public string HowCommand => "On the command line:";
    public string HowProgram => "In a program:";
}
