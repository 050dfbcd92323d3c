using System.Globalization;
using KronClip.Tools.LearningRates;

// The one search behind the default learning rates (docs/learning-rates.md): every prompt method gets the same grid, sets, shots and seeds; the rate is chosen on
// validation accuracy alone. `table` then measures the chosen rates once on the test sets.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([var mode and ("search" or "table"), var model, .. { Length: > 0 } sets]))
{
    Console.Error.WriteLine("usage: LearningRates search|table <model folder> <pictures folder>...");
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
else
    Comparison.Run(model, sets, methods);
return 0;
