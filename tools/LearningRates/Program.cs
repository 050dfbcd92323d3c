using System.Globalization;
using KronClip.Tools.LearningRates;

// The figures of docs/learning-rates.md. `passes` holds the default recipe against the published one; `search` is the search for AdamW's rates, the same for every
// prompt method; `per-picture` is that for a method whose pictures each need a text pass, over epochs and batches too; `table` measures the recipes once on the test sets.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([var mode and ("search" or "per-picture" or "table" or "passes"), var model, .. { Length: > 0 } sets]))
{
    Console.Error.WriteLine("usage: LearningRates search|per-picture|table|passes <model folder> <pictures folder>...");
    return 2;
}
Candidate[] methods =
[
    new("CoOp, M = 4", "coop", """{"contextWords": 4, "start": "phrase"}"""),
    new("CoOp, M = 16", "coop", "{}"),
    new("CK-CoOp", "ck-coop", "{}"),
    new("KgCoOp, M = 4", "kgcoop", "{}"),
    new("ProGrad, M = 4", "prograd", """{"contextWords": 4, "start": "phrase"}"""),
    new("ProGrad, M = 16", "prograd", "{}"),
];
Candidate perPicture = new("CoCoOp, M = 4", "cocoop", "{}");
if (mode == "search")
    Search.Run(model, sets, methods, [0.002, 0.005, 0.01, 0.02, 0.05]);
else if (mode == "per-picture")
    PerPicture.Run(model, sets, perPicture, [0.001, 0.002, 0.005, 0.01, 0.02, 0.05], Candidate.Seeds);
else if (mode == "passes")
    Passes.Run(model, sets, methods[..3], Candidate.Seeds);
else
    Comparison.Run(model, sets, [.. methods, perPicture]);
return 0;
