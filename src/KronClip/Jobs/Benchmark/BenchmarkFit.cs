using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A training and all that it is asked; one cell for each question.</summary>
sealed class BenchmarkFit
{
    /// <summary>A question, where its answer lies, and the answer once it is read or made.</summary>
    public sealed class Cell(MeasuredPart part, CellKey key)
    {
        public MeasuredPart Part => part;

        public CellKey Key => key;

        public HitFigures? Figures { get; set; }
    }

    const int Format = 1;

    /// <summary>What the cells of a fit have in common.</summary>
    /// <param name="protocol">The question.</param>
    /// <param name="source">What is trained on.</param>
    /// <param name="method">The method.</param>
    /// <param name="plan">Its plan at the draw's shots.</param>
    /// <param name="draw">The pictures.</param>
    /// <param name="parts">What the fit is asked.</param>
    /// <param name="model">The model.</param>
    /// <param name="preprocessing">How pictures are prepared.</param>
    public BenchmarkFit(ProtocolKind protocol, BenchmarkSource source, BenchmarkMethod method, MethodPlan plan, SourceDraw draw, IReadOnlyList<MeasuredPart> parts, ComparedModel model, PreprocessOptions preprocessing)
    {
        (Source, Method, Plan, Draw) = (source, method, plan, draw);
        Cells = [.. parts.Select(part => new Cell(part, Key(protocol, part, model, preprocessing)))];
    }

    public BenchmarkSource Source { get; }

    public BenchmarkMethod Method { get; }

    public MethodPlan Plan { get; }

    public SourceDraw Draw { get; }

    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>0 for a method that learns nothing.</summary>
    public int Shots => Plan.Definition.Learns ? Draw.Shots : 0;

    /// <summary>Whether a cell is still to be made.</summary>
    public bool IsMissing => Cells.Any(cell => cell.Figures is null);

    /// <summary>
    /// Everything that decides a cell. A method that learns nothing has no shots and sees no training pictures, so its cells serve every number of them. What the
    /// sets are called decides nothing and stands in the file's name alone.
    /// </summary>
    CellKey Key(ProtocolKind protocol, MeasuredPart part, ComparedModel model, PreprocessOptions preprocessing)
    {
        var learns = Plan.Definition.Learns;
        var key = FitKey.Of(Plan, model.Clip, preprocessing);
        key["format"] = Format;
        key["protocol"] = BenchmarkRequest.NameOf(protocol);
        key["part"] = part.Name;
        key["trained"] = learns ? Draw.Classes : null;
        key["train"] = learns ? Draw.Train : null;
        key["validation"] = learns ? Draw.Validation : null;
        key["classes"] = part.ClassesHash;
        key["test"] = part.Fingerprint;
        if (Source.SentenceOf(Source.Pictures, Method.Choice) is { } trained)
            key["trainedSentence"] = trained;
        if (Source.SentenceOf(part.Set, Method.Choice) is { } asked)
            key["sentence"] = asked;
        key["shots"] = Shots;
        key["seed"] = Draw.Pictures.Seed;
        var sets = part.Set.Name == Source.Pictures.Name ? CellKey.Plain(part.Set.Name) : $"{CellKey.Plain(Source.Pictures.Name)}-on-{CellKey.Plain(part.Set.Name)}";
        return CellKey.Of(key, string.Create(CultureInfo.InvariantCulture,
            $"{BenchmarkRequest.NameOf(protocol)}-{CellKey.Plain(model.Name)}-{sets}-{part.Name}-{Plan.Definition.Name}-{(learns ? $"{Draw.Shots}shots-" : "")}seed{Draw.Pictures.Seed}"));
    }

    /// <summary>The cells as tables want them.</summary>
    public IEnumerable<BenchmarkCell> Named(ProtocolKind protocol, string model) => Cells.Select(cell => new BenchmarkCell
    {
        Protocol = protocol,
        Model = model,
        Row = Method.Row.Id,
        Source = Source.Pictures.Name,
        Set = cell.Part.Set.Name,
        Part = cell.Part.Name,
        Shots = Shots,
        Seed = Draw.Pictures.Seed,
        Classes = cell.Figures!.Classes,
        TestFingerprint = cell.Part.Fingerprint,
        Hits = cell.Figures.Hits,
        MacroF1 = cell.Figures.MacroF1,
        Seconds = cell.Figures.Seconds,
    });
}

/// <summary>The pictures of one seed and one number of shots, with what keys say of those that are trained on.</summary>
sealed class SourceDraw
{
    readonly Lazy<string> train, validation;

    public SourceDraw(BenchmarkSource source, SeedDraw pictures, int shots)
    {
        (Pictures, Shots) = (pictures, shots);
        var places = source.Trained.Index().ToDictionary(l => l.Item, l => l.Index);
        Classes = ClassesHash.Of([.. source.Trained.Select(label => source.Pictures.Collection.Classes[label])]);
        string Hash(IReadOnlyList<ImageItem> items)
        {
            ImageItem[] own = [.. items.Where(item => places.ContainsKey(item.Label))];
            return MeasuredPart.Hash(own, [.. own.Select(item => places[item.Label])], source.Pictures.Pictures.Hashes);
        }
        (train, validation) = (new(() => Hash(pictures.Train)), new(() => Hash(pictures.Validation)));
    }

    public SeedDraw Pictures { get; }

    public int Shots { get; }

    /// <summary>Hash over the classes that are trained on.</summary>
    public string Classes { get; }

    /// <summary>Hash over their training pictures with their labels, in order.</summary>
    public string Train => train.Value;

    /// <summary>Hash over their validation pictures.</summary>
    public string Validation => validation.Value;
}
