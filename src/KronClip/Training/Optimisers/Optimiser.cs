using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// Turns gradients into steps. What it remembers between steps can be taken out and put back, and the sequence then goes on bit for bit.
/// Plain fp32 loops in a fixed order: results depend on neither threads nor kernel path. Not thread-safe.
/// </summary>
public abstract class Optimiser
{
    /// <summary>What the optimiser remembers, by name; empty before the first step. The arrays are live: copy them to keep them.</summary>
    public abstract IReadOnlyDictionary<string, float[]> State { get; }

    /// <summary>The optimiser that <paramref name="options"/> describe.</summary>
    /// <exception cref="OptionsException">A value is outside its range.</exception>
    public static Optimiser Create(OptimiserOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options.Kind switch
        {
            OptimiserKind.AdamW => new AdamW(options),
            OptimiserKind.Lbfgs => new Lbfgs(options),
            _ => new Sgd(options),
        };
    }

    /// <summary>Changes the values of <paramref name="parameters"/> by one step along their gradients.</summary>
    /// <param name="parameters">The learnable tensors; names are unique, and the same in every step.</param>
    /// <param name="learningRate">The rate of this step, as the schedule gives it: finite, 0 or more.</param>
    /// <param name="loss">The loss that the gradients belong to; only L-BFGS looks at it.</param>
    /// <exception cref="OptionsException">The rate is negative or not a number.</exception>
    /// <exception cref="TrainingException">Restored state does not fit a parameter, or two parameters share a name.</exception>
    public void Step(IReadOnlyList<Parameter> parameters, double learningRate, double loss = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new OptionsException(FormattableString.Invariant(
                $"The learning rate of a step is {learningRate}; it must be finite and 0 or more."));
        RequireUniqueNames(parameters);
        Apply(parameters, learningRate, loss);
    }

    /// <summary>Called once after the last step; whatever must not stay in the parameters is put right.</summary>
    public virtual void Finish(IReadOnlyList<Parameter> parameters) { }

    /// <summary>Where the optimiser stands with a parameter; its values may be a step further that has not been judged.</summary>
    public virtual ReadOnlySpan<float> Iterate(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Values;
    }

    /// <summary>Puts back what <see cref="State"/> gave; the arrays are copied.</summary>
    /// <exception cref="TrainingException">An entry does not belong to this kind of optimiser.</exception>
    public abstract void Restore(IReadOnlyDictionary<string, float[]> state);

    private protected abstract void Apply(IReadOnlyList<Parameter> parameters, double learningRate, double loss);

    /// <summary>The options, checked.</summary>
    private protected static OptimiserOptions Validated(OptimiserOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }

    /// <summary>The buffer of a parameter, or null where there is none yet.</summary>
    private protected static float[]? Find(Dictionary<string, float[]> state, string prefix, Parameter parameter)
    {
        if (!state.TryGetValue(prefix + parameter.Name, out var buffer))
            return null;
        return buffer.Length == parameter.Count
            ? buffer
            : throw new TrainingException(
                $"The optimiser remembers {buffer.Length} numbers for parameter '{parameter.Name}', which has {parameter.Count}; "
                + "the state belongs to another method or other options. Start a new run.");
    }

    /// <summary>A copy of <paramref name="state"/>, every name of which begins with one of <paramref name="prefixes"/>.</summary>
    private protected static Dictionary<string, float[]> Copy(IReadOnlyDictionary<string, float[]> state, params ReadOnlySpan<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(state);
        var copy = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (name, values) in state)
        {
            var known = false;
            foreach (var prefix in prefixes)
                known |= name.StartsWith(prefix, StringComparison.Ordinal);
            if (!known)
                throw new TrainingException(
                    $"The optimiser state has an entry '{name}' that this optimiser does not know; it was saved by another kind.");
            copy.Add(name, [.. values]);
        }
        return copy;
    }

    static void RequireUniqueNames(IReadOnlyList<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(parameters[i].Name, parameters[j].Name, StringComparison.Ordinal))
                    throw new TrainingException($"Two parameters are named '{parameters[i].Name}'; each needs a name of its own.");
            }
        }
    }
}
