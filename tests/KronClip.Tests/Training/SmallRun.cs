using System.Text.Json.Nodes;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Training;

/// <summary>A run that learns nothing sensible but uses everything a run does: parameters, AdamW, a generator, the log and checkpoints.</summary>
sealed class SmallRun
{
    readonly Parameter parameter = new("W", 2, 3);
    readonly Optimiser optimiser = Optimiser.Create(OptimiserOptions.AdamW);
    SeededRandom random = new(3, "run");
    long step;

    public static JsonObject Options => new()
    {
        ["optimiser"] = new JsonObject { ["learningRate"] = 0.002, ["kind"] = "Sgd" },
        ["classes"] = new JsonArray("bolt", "nut", "screw"),
        ["pictures"] = new JsonObject { ["bolt/1.jpg"] = "aa", ["nut/2.jpg"] = "bb" },
        ["seed"] = 1,
    };

    public float[] Values => parameter.Values;

    /// <summary>Goes on from the folder's last checkpoint to step <paramref name="until"/>, saving every <paramref name="every"/> steps.</summary>
    public void Train(RunFolder folder, long until, int every = 3)
    {
        if (folder.Resume() is { } checkpoint)
        {
            checkpoint.RestoreTo([parameter], optimiser);
            random = checkpoint.Generator("run");
            step = checkpoint.Step;
        }
        while (step < until)
        {
            for (var i = 0; i < parameter.Count; i++)
                parameter.Gradient[i] = (float)random.NextGaussian();
            optimiser.Step([parameter], 0.01);
            step++;
            folder.Log.Append(new JsonObject { ["step"] = step, ["first"] = parameter.Values[0] });
            if (step % every == 0)
                folder.Save(Capture());
        }
    }

    public RunCheckpoint Capture() =>
        RunCheckpoint.Capture(step, (int)step / 2, [parameter], optimiser, new Dictionary<string, SeededRandom> { ["run"] = random });
}
