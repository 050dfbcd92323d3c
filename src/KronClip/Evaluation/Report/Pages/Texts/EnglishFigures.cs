namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string ComparisonHeading => "Zero-shot, adapted, and a probe";
    public string ComparisonCaption(int pictures) => $"Three classifiers on the same {Pictures(pictures)}, in percent with 95 % intervals";
    public string ComparisonDrawing => "Bars of accuracy and macro F1 of each classifier, in percent";
    public string Classifier => "classifier";
    public string Correct => "recognised";
    public string Parameters => "learned numbers";
    public string DifferenceCaption => "The classifier that was made against the others, picture by picture; positive means that it is better";
    public string Against => "against";
    public string Difference => "difference in points";
    public string OnlyThis => "only this one right";
    public string OnlyOther => "only the other right";
    public string SignTest => "P (exact sign test)";
    public string Whiskers(double chance) => $"Accuracy and macro F1 in percent. The thin lines are 95 % intervals; the dotted line is what guessing reaches ({Percent(chance)}).";

    public string ClassesHeading => "Class by class";
    public string ClassesCaption => "Precision: share right of what was taken for the class. Recall: share found of the pictures of the class. F1: their harmonic mean. In percent, with 95 % intervals";
    public string Support => "measured pictures";
    public string Training => "training pictures";
    public HtmlNode Weakest(IReadOnlyList<(HtmlNode Name, string F1)> classes) => Html.Phrase(
        $"Lowest F1: {Html.All(classes.Select((c, place) => Html.Phrase($"{(place == 0 ? "" : ", ")}{c.Name} {c.F1}")))}.");

    public string ConfusionHeading => "What is taken for what";
    public string ConfusionCaption => "Confusion matrix, in pictures";
    public string ConfusionReading => "A row per true class, a column per class that was given. The stronger a cell's colour, the larger its share of the row; the frames mark what is right.";
    public string ConfusionCorner => "true ↓ given →";
    public string ConfusionListCaption(int shown, int all) => shown < all ? $"The {Whole(shown)} largest of {PageFigures.Count(all)} confusions" : "All confusions, the largest first";
    public string TrueClass => "true class";
    public string TakenFor => "taken for";
    public string PicturesHead => "pictures";
    public string ShareOfClass => "share of the class, %";
    public string NoConfusion => "No class was taken for another.";

    public string MistakesHeading => "Worst mistakes";
    public string MistakesLead(int shown) => $"Wrong answers that the classifier was surest of ({Whole(shown)} shown, the surest first), as true class → given class. Look at them first: some may be wrong labels.";
    public string MistakesCaption => "Wrong answers that the classifier was surest of, the surest first";
    public string NoMistakes => "Every measured picture was recognised, or nothing was measured.";
    public string PictureGone => "The picture is no longer there, or has changed since.";
    public string MistakeWords(string truth, string predicted) => $"{truth}, taken for {predicted}";
    public string PictureHead => "picture";
    public string Confidence => "confidence, %";
    public string TruthConfidence => "in the true class, %";
}
