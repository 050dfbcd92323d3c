namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string CurveHeading => "Would more labelled pictures help?";
    public string NoCurve => "There is no learning curve. Train with --learning-curve to get one: the method is then fitted to 1, 2, 4, … pictures per class as well. It needs test pictures.";
    public string CurveCaption => "Accuracy by training pictures per class, on the same measured pictures, in percent";
    public string CurveDrawing => "Learning curve: accuracy in percent over training pictures per class";
    public string ShotsHead => "training pictures per class";
    public string Estimate(EstimatedGain gain) =>
        $"With {Whole(gain.Shots)} pictures per class, twice as many, about {PageFigures.Signed(gain.Gain.Value)} points are to be expected ({SignedRange(gain.Gain)}). That is an extrapolation of the curve, not a measurement.";
    public string NoEstimate => "The points allow no estimate of what more pictures would bring.";
    public string EstimatedPoint => "estimate";

    public string NamedHeading => "What may a class expect that is added by its name?";
    public string NoNamed => "That was not measured. Train with --named-classes to know: the method is then also trained without some of the classes, which are only named. It needs test pictures and three classes.";
    public string Named(ReportedNamedClasses named) =>
        $"Trained without some of the classes, {Whole(named.Groups)} times so that each was left out once, it recognised {Percent(named.Accuracy.Value)} ({Range(named.Accuracy)}) of the {Pictures(named.Pictures)} of those that were only named, among the names of all classes. "
        + $"Zero-shot CLIP recognises {Percent(named.ZeroShot.Value)} ({Range(named.ZeroShot)}) of the same pictures, and the classifier that was trained on all classes {Percent(named.Trained.Value)} ({Range(named.Trained)}). So about that is to be expected of a class added with \"kronclip classes add\", as far as it is like these.";

    public string ContextHeading => "What it learned, in words";
    public string NoContext => "This method has no learned context that all classes share, so there is nothing to put into words.";
    public string ContextLead => "The learned context stands before each class name in the prompt. Its words are points between real words, so the nearest tokens are a hint at what was learned, not its meaning; a cosine far below 1 says that no real word is near.";
    public string ContextCaption => "Learned context words with their nearest tokens (cosine) and, where the method has a dictionary, the entries they are made of (weight)";
    public string Word => "word";
    public string NearestTokens => "nearest tokens";
    public string Entries => "dictionary entries";
    public string EntryName(int entry) => $"entry {Whole(entry)}";
}
