using System.Diagnostics;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>The cells of one model: those that are there are read, the others are made, seed by seed, each written as soon as it is measured.</summary>
sealed class ModelComparison(ComparisonRequest request, MeasuredSet set, ComparedModel model, PreprocessOptions preprocessing, PictureEncoder encoder, CellFolder<CellFigures> folder, IJobObserver observer, CancellationToken cancel)
{
    sealed class Cell(PlannedRow row, MethodPlan plan, ComparisonDraw draw, CellKey key)
    {
        public PlannedRow Row => row;

        public MethodPlan Plan => plan;

        public ComparisonDraw Draw => draw;

        public CellKey Key => key;

        /// <summary>Null until it is read or made.</summary>
        public CellFigures? Figures { get; set; }

        public int Shots => Plan.Definition.Learns ? Draw.Shots : 0;
    }

    readonly TokenDictionaries dictionaries = Caches.Dictionaries(request.Cache, model.Clip.ContentHash);

    /// <summary>Makes what is missing.</summary>
    /// <param name="rows">The methods.</param>
    /// <param name="draws">For each seed, the pictures of each number of shots.</param>
    /// <returns>Every cell with its seconds, in the order of the rows.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the cells so far are in their files.</exception>
    public IReadOnlyList<(ComparisonCell Cell, double Seconds)> Run(IReadOnlyList<PlannedRow> rows, IReadOnlyList<IReadOnlyList<ComparisonDraw>> draws)
    {
        var cells = Cells(rows, draws);
        foreach (var cell in cells)
            cell.Figures = folder.Read(cell.Key);
        var missing = cells.Where(cell => cell.Figures is null).ToArray();
        if (missing.Length < cells.Count)
            observer.Note(FormattableString.Invariant($"{cells.Count - missing.Length} of {cells.Count} cells of {model.Name} are there already and are kept."));
        using (var progress = new TrainingProgress(observer, missing.Length, "fits"))
        {
            foreach (var cell in missing)
            {
                cell.Figures = Make(cell, progress);
                folder.Write(cell.Key, cell.Figures);
                progress.Step();
            }
        }
        return [.. from row in rows
                   from cell in cells
                   where ReferenceEquals(cell.Row, row)
                   select (cell.Figures!.Named(row.Row.Id, cell.Shots, cell.Draw.Seed), cell.Figures.Seconds)];
    }

    /// <summary>Seed by seed, so that what an interruption leaves is whole for the first seeds. A method that learns nothing has one cell for each seed.</summary>
    List<Cell> Cells(IReadOnlyList<PlannedRow> rows, IReadOnlyList<IReadOnlyList<ComparisonDraw>> draws) =>
    [
        .. from seed in draws
           from draw in seed.Index()
           from row in rows
           let plan = row.Plans[draw.Index]
           where plan.Definition.Learns || draw.Index == 0
           select new Cell(row, plan, draw.Item, CellKey.Of(plan, draw.Item, model.Clip, model.Name, preprocessing)),
    ];

    CellFigures Make(Cell cell, TrainingProgress progress)
    {
        cancel.ThrowIfCancellationRequested();
        var (plan, draw) = (cell.Plan, cell.Draw.Pictures);
        if (plan.Row.Recipe is not null && plan.Recipe.Views != 1)
            progress.Pause();                       // encoding views is a stage of its own
        var data = draw.Data(plan, encoder, observer, cancel);
        progress.Next(plan, draw.Seed, cell.Shots == 0 ? "no training" : FormattableString.Invariant($"{cell.Shots} shots"));
        var clock = Stopwatch.StartNew();
        try
        {
            var fitted = FittedMethod.Fit(plan, model.Clip, dictionaries, cell.Row.Prompts, data, draw.Seed, () => { }, cancel);
            var seconds = plan.Definition.Learns ? clock.Elapsed.TotalSeconds : 0;
            var make = new ProtocolClassifiers(request.At(model.Hint, cell.Draw.Shots), model.Clip);
            var classifier = make.Of(fitted, cell.Row.Prompts, set.Collection.Classes, draw);
            return CellFigures.Of(ProtocolMeasurement.Measure(classifier, set.Pictures, draw.Test), seconds) with { Picked = fitted.Selection?.Picked };
        }
        catch (TrainingException error)
        {
            throw new TrainingException(FormattableString.Invariant($"{cell.Row.Row.Title}, {cell.Draw.Shots} shots, seed {draw.Seed}: {error.Message} Or leave the method out with --methods; the cells so far are kept."), error);
        }
    }
}
