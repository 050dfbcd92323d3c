using System.Globalization;

namespace KronClip.Evaluation;

sealed partial class EnglishText
{
    public string CostHeading => "What it took";
    public string CostCaveat => "Seconds, memory and speed hold for this machine and this run alone.";
    public string LearnedNumbers => "learned numbers";
    public string TrainTime => "training";
    public string EncodeTime => "reading pictures";
    public string Seconds(double seconds) => $"{PageFigures.Seconds(seconds)} s";
    public string Encoded(int pictures) => pictures == 0 ? "all embeddings came from the cache" : $"{Pictures(pictures)} went through the image tower; the rest came from the cache";
    public string Memory => "most memory";
    public string ClassifierSize => "classifier file";
    public string Speed => "speed";
    public string PicturesPerSecond(string figure) => $"{figure} pictures embedded per second, reading included";
    public string SpeedUnknown => "not known: every embedding came from the cache";
    public string Processor => "machine";
    public string ThreadCount(int threads) => threads == 1 ? "1 thread" : $"{Whole(threads)} threads";
    public string Energy => "energy";
    public string EnergyOf(string wattHours, string watts, string seconds) => $"about {wattHours} Wh: {watts} W, as stated by the user, for {seconds} s of reading and training. Not measured.";
    public string EnergyUnknown => "not given: the machine's power was not stated";
    public string Money => "electricity";
    public string MoneyOf(string amount, string price, string currency) => $"about {amount} {currency}, at the stated {price} {currency} per kWh";

    public string OriginHeading => "Where the figures come from";
    public string DataHead => "pictures";

    public string DataOf(RunReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{PageFigures.Count(report.Origin.Train)} for training ({report.Origin.Shots} asked for per class), {PageFigures.Count(report.Origin.Validation)} for validation, {PageFigures.Count(report.Origin.Test)} for the test. {Measured(report.TestKind, report.Measured)}");

    public string Fingerprint => "fingerprint of the pictures and their labels";
    public string SeedHead => "seed";
    public string MethodHead => "method";
    public string RecipeHead => "training recipe";
    public string ModelHead => "base model";
    public string ContentHash => "content hash";
    public string Licence => "licence of its weights";
    public string LicenceUnknown => "not known; look at the page that the model comes from before you pass the classifier on";
    public string ComputedBy => "computed by";
    public string ComputedWith(ReportedOrigin origin) => $"KronClip {origin.Version} on {origin.Runtime}, kernels {origin.KernelPath}";
    public string ClassListCaption => "The classes: folder, words in the prompt, and pictures";
    public string Folder => "folder";
    public string PromptWords => "words in the prompt";
    public string TrainPictures => "training";
    public string ValidationPictures => "validation";

    public string RemarksHeading => "Notes and warnings";
    public string Notes => "To know";
    public string Warnings => "To look at";
    public string NoRemarks => "There are none.";
}
