using System.Globalization;
using KronClip.Tools.LearningRates;

// The figures of docs/learning-rates.md. `passes` holds the default recipe against the published one; `search` is the search for AdamW's rates, the same for every
// prompt method; `table` measures the default recipe once on the test sets.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([var mode and ("search" or "table" or "passes"), var model, .. { Length: > 0 } sets]))
{
    Console.Error.WriteLine("usage: LearningRates search|table|passes <model folder> <pictures folder>...");
    return 2;
}
Candidate[] methods =
[
    new("CoOp, M = 4", "coop", """{"contextWords": 4, "start": "phrase"}"""),
    new("CoOp, M = 16", "coop", "{}"),
    new("CK-CoOp", "ck-coop", "{}"),
];
if (mode == "search")
    Search.Run(model, sets, methods, [0.002, 0.005, 0.01, 0.02, 0.05]);
else if (mode == "passes")
    Passes.Run(model, sets, methods, Candidate.Seeds);
else
    Comparison.Run(model, sets, methods);
return 0;
