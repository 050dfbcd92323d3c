using KronClip.Methods;

namespace KronClip.Training;

/// <summary>
/// L-BFGS (Nocedal, Math. Comp. 35, 1980; Nocedal and Wright, "Numerical Optimization", algorithm 7.4) inside a trust radius, one loss and gradient a step. The
/// best point so far is kept. Each step looks at the loss of the point before it: below the best, it becomes the best, and the radius may grow to twice the step;
/// else the next try starts from the best again, with half the step as radius. Either way the pair of differences enters the history, if its curvature is positive.
/// The loss must be the same function in every step: all pictures, the same views.
/// </summary>
/// <param name="options">Nothing but the kind is used; the rate of the first step is its root mean square, and later rates are not looked at.</param>
public sealed class Lbfgs(OptimiserOptions options) : Optimiser
{
    /// <summary>Pairs that are remembered.</summary>
    public const int History = 10;

    const string Best = "best.", Slope = "slope.", Moves = "moves.", Turns = "turns.", Numbers = "numbers";
    const int Loss = 0, Radius = 1, Pairs = 2, Judged = 3;          // places in "numbers"
    const double LeastCurvature = 1e-4, Growth = 2, Shrinkage = 0.5;

    readonly OptimiserOptions options = Validated(options);
    Dictionary<string, float[]> state = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, float[]> State => state;

    /// <inheritdoc/>
    public override void Restore(IReadOnlyDictionary<string, float[]> state)
    {
        var copy = Copy(state, Best, Slope, Moves, Turns, Numbers);
        if (copy.Count > 0 && (!copy.TryGetValue(Numbers, out var numbers) || numbers.Length != 4))
            throw new TrainingException("The optimiser state has no loss and radius; it was not saved by L-BFGS, or is damaged.");
        this.state = copy;
    }

    /// <summary>Puts the best parameters back: the last step was never judged. After a single step they stay, or nothing would be learned.</summary>
    public override void Finish(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!state.TryGetValue(Numbers, out var numbers) || numbers[Judged] == 0)
            return;
        foreach (var parameter in parameters)
            Buffer(Best, parameter).CopyTo(parameter.Values, 0);
    }

    /// <summary>The best point so far; the first step where none was judged yet.</summary>
    public override ReadOnlySpan<float> Iterate(Parameter parameter) =>
        state.TryGetValue(Numbers, out var numbers) && numbers[Judged] != 0 ? Buffer(Best, parameter) : base.Iterate(parameter);

    private protected override void Apply(IReadOnlyList<Parameter> parameters, double learningRate, double loss)
    {
        if (!state.TryGetValue(Numbers, out var numbers))
            Begin(parameters, numbers = state[Numbers] = new float[4], learningRate, loss);
        else
            Judge(parameters, numbers, loss);
        Move(parameters, numbers);
    }

    void Begin(IReadOnlyList<Parameter> parameters, float[] numbers, double learningRate, double loss)
    {
        (numbers[Loss], numbers[Radius]) = ((float)loss, (float)(learningRate * Math.Sqrt(parameters.Sum(p => (double)p.Count))));
        foreach (var parameter in parameters)
        {
            state[Best + parameter.Name] = [.. parameter.Values];
            state[Slope + parameter.Name] = [.. parameter.Gradient];
            state[Moves + parameter.Name] = new float[History * parameter.Count];
            state[Turns + parameter.Name] = new float[History * parameter.Count];
        }
    }

    /// <summary>Takes the step before as the best point or leaves it, and remembers s = θ - θ*, y = ∇L(θ) - ∇L(θ*).</summary>
    void Judge(IReadOnlyList<Parameter> parameters, float[] numbers, double loss)
    {
        var (ss, yy, sy) = (0.0, 0.0, 0.0);
        foreach (var parameter in parameters)
        {
            var (best, slope) = (Buffer(Best, parameter), Buffer(Slope, parameter));
            for (var i = 0; i < best.Length; i++)
            {
                double s = parameter.Values[i] - best[i], y = parameter.Gradient[i] - slope[i];
                (ss, yy, sy) = (ss + s * s, yy + y * y, sy + s * y);
            }
        }
        if (sy > LeastCurvature * Math.Sqrt(ss * yy))
            Remember(parameters, numbers);
        var better = (float)loss < numbers[Loss];
        if (better)
        {
            numbers[Loss] = (float)loss;
            foreach (var parameter in parameters)
            {
                parameter.Values.CopyTo(Buffer(Best, parameter), 0);
                parameter.Gradient.CopyTo(Buffer(Slope, parameter), 0);
            }
        }
        numbers[Radius] = (float)(better ? Math.Max(numbers[Radius], Growth * Math.Sqrt(ss)) : Shrinkage * Math.Sqrt(ss));
        numbers[Judged] = 1;
    }

    /// <summary>Adds the pair of the step before as the youngest; the oldest goes where the history is full.</summary>
    void Remember(IReadOnlyList<Parameter> parameters, float[] numbers)
    {
        var full = (int)numbers[Pairs] == History;
        var place = full ? History - 1 : (int)numbers[Pairs]++;
        foreach (var parameter in parameters)
        {
            var (n, moves, turns) = (parameter.Count, Rows(Moves, parameter), Rows(Turns, parameter));
            if (full)
            {
                Array.Copy(moves, n, moves, 0, (History - 1) * n);
                Array.Copy(turns, n, turns, 0, (History - 1) * n);
            }
            var (best, slope) = (Buffer(Best, parameter), Buffer(Slope, parameter));
            for (var i = 0; i < n; i++)
                (moves[place * n + i], turns[place * n + i]) = (parameter.Values[i] - best[i], parameter.Gradient[i] - slope[i]);
        }
    }

    /// <summary>θ = θ* - t q, where q = H ∇L(θ*) by the two loops and t keeps |t q| inside the radius.</summary>
    void Move(IReadOnlyList<Parameter> parameters, float[] numbers)
    {
        var (best, pairs) = (Joined(parameters, p => Buffer(Best, p)), (int)numbers[Pairs]);
        var q = Joined(parameters, p => Buffer(Slope, p));
        var s = Enumerable.Range(0, pairs).Select(k => Joined(parameters, p => Rows(Moves, p).AsSpan(k * p.Count, p.Count).ToArray())).ToArray();
        var y = Enumerable.Range(0, pairs).Select(k => Joined(parameters, p => Rows(Turns, p).AsSpan(k * p.Count, p.Count).ToArray())).ToArray();
        var (sy, a) = (s.Zip(y, Dot).ToArray(), new double[pairs]);
        for (var k = pairs - 1; k >= 0; k--)
        {
            a[k] = Dot(s[k], q) / sy[k];
            Add(q, -a[k], y[k]);
        }
        if (pairs > 0)
        {
            var scale = sy[^1] / Dot(y[^1], y[^1]);                        // H_0 = sᵀy / yᵀy of the youngest pair
            for (var i = 0; i < q.Length; i++)
                q[i] *= scale;
        }
        for (var k = 0; k < pairs; k++)
            Add(q, a[k] - Dot(y[k], q) / sy[k], s[k]);
        var length = Math.Sqrt(Dot(q, q));
        if (!(length > 0))
            return;                                                        // the gradient is zero: stay
        var t = pairs == 0 ? numbers[Radius] / length : Math.Min(1, numbers[Radius] / length);
        var at = 0;
        foreach (var parameter in parameters)
        {
            for (var i = 0; i < parameter.Count; i++, at++)
                parameter.Values[i] = (float)(best[at] - t * q[at]);
        }
    }

    float[] Buffer(string prefix, Parameter parameter) => Find(state, prefix, parameter) ?? throw Missing(parameter);

    float[] Rows(string prefix, Parameter parameter) =>
        state.TryGetValue(prefix + parameter.Name, out var rows) && rows.Length == History * parameter.Count ? rows : throw Missing(parameter);

    static TrainingException Missing(Parameter parameter) =>
        new($"The optimiser remembers nothing that fits parameter '{parameter.Name}'; the state belongs to another method or other options. Start a new run.");

    static double[] Joined(IReadOnlyList<Parameter> parameters, Func<Parameter, float[]> part) => [.. parameters.SelectMany(p => part(p).Select(x => (double)x))];

    static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    static void Add(double[] x, double factor, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += factor * y[i];
    }
}
