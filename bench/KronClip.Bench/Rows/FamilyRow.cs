using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Checkpoints;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Bench.Rows;

/// <summary>A step of every prompt method on KronClip's engine, against CK-CoOp's: what the methods themselves cost, whoever computes them.</summary>
sealed class FamilyRow : IBenchRow
{
    public string Name => "family";

    public string What => "a step of every prompt method on one engine, against CK-CoOp's";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        using var text = BenchModels.Text(new Engine(Engine.Widest, settings.Threads), weights);
        var table = new BenchTable(string.Create(CultureInfo.InvariantCulture, $"A step of each prompt method over CK-CoOp's, one engine, {settings.Threads} threads"),
            ["classes", "CK-CoOp, M = 4", "CoOp, M = 4", "CoOp, M = 16", "KgCoOp, M = 4", "ProGrad, M = 16", "ProGrad, M = 4", "CoCoOp, M = 4, one picture", "CoCoOp, M = 4, 32 pictures"],
            "Batch 32, but for CoCoOp with one picture, as it was published. CK-CoOp's column is its time, the others are times of it, medians of the ratios within a round.",
            "On one engine “up to 75 % less training time” than ProGrad would be 4 times CK-CoOp's step. ProGrad's second loss makes a second backward pass, 3 units of work against 2; the rest are its twelve more context words, which all classes share. So the claim is not met by the step as the shared prefix computes it; the published code repeats the context words in each of 77 positions of every class.");
        foreach (var classes in settings.Quick ? [10] : new[] { 10, 50, 100 })
        {
            BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"the family, {classes} classes"));
            var (four, sixteen, one) = (new StepCase(weights, classes, 4), new StepCase(weights, classes, 16), new StepCase(weights, classes, 4, batch: 1));
            var teacher = StepCase.Normal(classes, text.EmbeddingWidth, "zero-shot", 1);
            RowNorm.Forward(text.Engine, teacher, teacher, new float[classes]);
            var setup = new PromptSetup(text, null!, classes, Seed: 1, new TokenDictionaries("bench", null), new Lazy<Matrix>(teacher));
            void Add(SideBySide timing, string name, StepCase step, PromptMethod method)
            {
                foreach (var parameter in method.Parameters)
                    StepCase.Normal(1, parameter.Count, name + parameter.Name, 0.05f).Span.CopyTo(parameter.Values);
                timing.AddTurn(name, new StepRunner(step, method, new PromptLearner(text, method, step.Layout(text), step.Scale)).Run);
            }
            var timing = new SideBySide();
            Add(timing, "ck", four, new CkCoOp(text.Engine, StepCase.Normal(512, text.Width, "dictionary", 0.02f), 4, [[16, 32], [32, 16]]));
            Add(timing, "coop 4", four, new CoOp(setup, new CoOpOptions { ContextWords = 4 }));
            Add(timing, "coop 16", sixteen, new CoOp(setup, new CoOpOptions()));
            Add(timing, "kgcoop", four, new KgCoOp(setup, new KgCoOpOptions { Start = ContextStart.Random }));
            Add(timing, "prograd 16", sixteen, new ProGrad(setup, new ProGradOptions()));
            Add(timing, "prograd 4", four, new ProGrad(setup, new ProGradOptions { ContextWords = 4 }));
            Add(timing, "cocoop 1", one, new CoCoOp(setup, new CoCoOpOptions { Start = ContextStart.Random }));
            Add(timing, "cocoop 32", four, new CoCoOp(setup, new CoCoOpOptions { Start = ContextStart.Random }));
            timing.Run(settings.Rounds(0.08 * classes), warmUp: 1);
            string Over(string name) => Text.Ratio(timing.Ratio(name, "ck"));
            table.Add(Text.Whole(classes), Text.Milliseconds(timing.Seconds("ck")), Over("coop 4"), Over("coop 16"), Over("kgcoop"), Over("prograd 16"), Over("prograd 4"), Over("cocoop 1"), Over("cocoop 32"));
        }
        yield return table;
    }
}
