using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// A search for wrong labels among all labelled pictures, some of which were planted. What it found is kept as cells: "suspects" of which so many are planted, "planted" of which
/// so many are suspects, and "surest" for those among the surest of all pictures, as many as were planted.
/// </summary>
sealed class FinderTrial(MeasuredSet source, LabelledPictures pictures, ClipModel model, TokenDictionaries dictionaries, CancellationToken cancel)
{
    public const string Suspects = "suspects", Planted = "planted", Surest = "surest";

    public StudyCell Of(MethodPlan plan, int wrong, long seed)
    {
        var classes = source.Collection.Classes.Count;
        var clean = source.Pictures.Labelled(pictures.Items);
        var labels = PlantedNoise.Labels(clean.Labels, wrong, classes, seed, "labels");
        var folds = new LabelsRequest { Images = "", Model = "" }.Folds;
        var foldOf = OutOfFold.Deal(labels, [.. pictures.Items.Select(item => source.Pictures.Hashes[item])], [.. source.Collection.Classes.Select(c => c.Folder)], folds, seed);
        var outOfFold = new OutOfFold(plan, model, plan.Prompts(model, source.Collection.Classes), dictionaries, seed);
        var logits = outOfFold.Logits(clean with { Labels = labels }, foldOf, folds, _ => { }, cancel);
        var probabilities = TemperatureFit.Probabilities(logits, TemperatureFit.Of(logits, labels));

        bool IsPlanted(int picture) => labels[picture] != clean.Labels[picture];
        var suspects = ConfidentLearning.Suspects(labels, probabilities, classes);
        var planted = Enumerable.Range(0, labels.Length).Count(IsPlanted);
        var found = suspects.Count(s => IsPlanted(s.Picture));
        var surest = Enumerable.Range(0, labels.Length).OrderBy(i => Margin(probabilities[i], labels[i])).ThenBy(i => i).Take(planted).Count(IsPlanted);
        ProtocolCell Cell(string part, int of, int right) => new(plan.Row.Id, seed, ProtocolKind.FewShot, part, classes, of, right, 0);
        ProtocolCell[] cells = [Cell(Suspects, suspects.Count, found), Cell(Planted, planted, found), Cell(Surest, planted, surest)];
        return new StudyCell([.. cells.Where(cell => cell.Pictures > 0)], [], [], 0);          // a share of nothing is no figure
    }

    /// <summary>p_y − max_{c≠y} p_c.</summary>
    static double Margin(double[] p, int label) => p[label] - p.Where((_, c) => c != label).Max();
}
