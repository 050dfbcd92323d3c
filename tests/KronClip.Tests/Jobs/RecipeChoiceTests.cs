using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tests.Jobs;

public class RecipeChoiceTests
{
    static Recipe Resolve(RecipeChoice choice, int shots = 16, double scale = 100, string method = "ck-coop")
    {
        var definition = MethodCatalogue.Find(method);
        return choice.Resolve(definition, definition.Defaults, shots, scale);
    }

    [Fact]
    public void TheDefaultIsAHundredStepsOfLbfgsOverAllPictures()
    {
        var recipe = Resolve(new RecipeChoice());
        Assert.Equal((OptimiserKind.Lbfgs, 100, 1), (recipe.Optimiser.Kind, recipe.Epochs, recipe.StepsPerEpoch(16_000)));
        Assert.Equal(0.01, recipe.Optimiser.LearningRate);
        Assert.Equal(0.02, Resolve(new RecipeChoice(), scale: 50).Optimiser.LearningRate);
        Assert.Equal(recipe, Resolve(new RecipeChoice(), method: "coop"));          // one recipe for all methods
        Assert.Equal(recipe, Resolve(new RecipeChoice { Views = 1 }));
    }

    [Theory]
    [InlineData("ck-coop", 0.00136)]
    [InlineData("coop", 0.00027)]
    public void BatchesViewsOrItsNameGiveAdamWAtTheMethodsRate(string method, double rate)
    {
        foreach (var choice in new[] { new RecipeChoice { BatchSize = 64 }, new RecipeChoice { Views = 4 }, new RecipeChoice { Views = 0 }, new RecipeChoice { Optimiser = OptimiserKind.AdamW } })
        {
            var recipe = Resolve(choice, method: method);
            Assert.Equal((OptimiserKind.AdamW, 400), (recipe.Optimiser.Kind, recipe.Epochs));
            Assert.Equal(rate, recipe.Optimiser.LearningRate, 1e-9);
        }
    }

    [Theory]
    [InlineData(16, 200)]
    [InlineData(8, 200)]
    [InlineData(4, 100)]
    [InlineData(1, 50)]
    public void ThePublishedOneIsUntouched(int shots, int epochs)
    {
        var recipe = Resolve(new RecipeChoice { Name = "published" }, shots);
        Assert.Equal((OptimiserKind.Sgd, 0.002, epochs, 32, 0), (recipe.Optimiser.Kind, recipe.Optimiser.LearningRate, recipe.Epochs, recipe.BatchSize, recipe.Views));
        Assert.Equal((ScheduleKind.Cosine, 1, 1e-5), (recipe.Schedule.Kind, recipe.Schedule.WarmupEpochs, recipe.Schedule.WarmupLearningRate));
    }

    [Theory]
    [InlineData("kgcoop", 16, 100, 128)]
    [InlineData("kgcoop", 1, 100, 128)]
    [InlineData("prograd", 16, 200, 32)]
    [InlineData("prograd", 1, 50, 32)]
    [InlineData("cocoop", 16, 10, 1)]
    [InlineData("cocoop", 1, 10, 1)]
    public void ThePublishedOneHasTheMethodsOwnBatchesAndEpochs(string method, int shots, int epochs, int batch)
    {
        var recipe = Resolve(new RecipeChoice { Name = "published" }, shots, method: method);
        Assert.Equal((OptimiserKind.Sgd, 0.002, 0.9, 5e-4, 0), (recipe.Optimiser.Kind, recipe.Optimiser.LearningRate, recipe.Optimiser.Momentum, recipe.Optimiser.WeightDecay, recipe.Views));
        Assert.Equal((epochs, batch), (recipe.Epochs, recipe.BatchSize));
    }

    /// <summary>L-BFGS judges its steps by the loss, which is not what ProGrad's projected gradient descends.</summary>
    [Fact]
    public void AMethodThatBendsItsGradientTakesAdamWAndRefusesLbfgs()
    {
        Assert.Equal((OptimiserKind.AdamW, 400), (Resolve(new RecipeChoice(), method: "prograd").Optimiser.Kind, Resolve(new RecipeChoice(), method: "prograd").Epochs));
        Assert.Equal(OptimiserKind.Sgd, Resolve(new RecipeChoice { Optimiser = OptimiserKind.Sgd }, method: "prograd").Optimiser.Kind);
        foreach (var name in new[] { "default", "published" })
            Assert.Contains("adamw or sgd", Assert.Throws<OptionsException>(() => Resolve(new RecipeChoice { Name = name, Optimiser = OptimiserKind.Lbfgs, Views = 1, BatchSize = 10_000 }, method: "prograd")).Message, StringComparison.Ordinal);
    }

    /// <summary>With a text pass for each picture, a step over all of them costs as much as an epoch of small ones.</summary>
    [Fact]
    public void AMethodWithATextPassForEachPictureTakesSmallBatches()
    {
        foreach (var choice in new[] { new RecipeChoice(), new RecipeChoice { Optimiser = OptimiserKind.AdamW }, new RecipeChoice { Views = 2 } })
        {
            var recipe = Resolve(choice, method: "cocoop");
            Assert.Equal((OptimiserKind.AdamW, 40, 4), (recipe.Optimiser.Kind, recipe.Epochs, recipe.BatchSize));
            Assert.Equal(0.00068, recipe.Optimiser.LearningRate, 1e-9);
        }
        Assert.Equal((32, 7), (Resolve(new RecipeChoice { BatchSize = 32, Epochs = 7 }, method: "cocoop").BatchSize, Resolve(new RecipeChoice { BatchSize = 32, Epochs = 7 }, method: "cocoop").Epochs));
        Assert.Equal(100, Resolve(new RecipeChoice { Optimiser = OptimiserKind.Lbfgs }, method: "cocoop").Epochs);
    }

    [Fact]
    public void LbfgsWithSeveralViewsIsRefused() =>
        Assert.Contains("one view", Assert.Throws<OptionsException>(() => Resolve(new RecipeChoice { Optimiser = OptimiserKind.Lbfgs, Views = 3 })).Message, StringComparison.Ordinal);
}
