using KronClip.Clip;
using KronClip.Images;

namespace KronClip.Deployment;

/// <summary>
/// Pillow's resize, the centre crop and the normalisation as nodes, for pictures of any size. Both passes of the resize are products with a matrix of weights that the
/// graph makes from the picture's size, with rounding to whole samples after each, as Pillow does it; so a picture comes out as the engine sees it, but for a sample
/// that lies on the edge between two whole numbers.
/// </summary>
sealed class OnnxPreprocessing
{
    readonly OnnxGraph graph;
    readonly PreprocessOptions options;

    /// <exception cref="OptionsException">The preprocessing is none that can be written as nodes.</exception>
    public OnnxPreprocessing(OnnxGraph graph, PreprocessOptions options)
    {
        if (options.ResizeShortestEdge < options.CropSize)
            throw new OptionsException($"The model's preprocessing resizes to {options.ResizeShortestEdge} and pads to {options.CropSize} pixels, which is not exported. Export with --input floats and prepare the pictures yourself.");
        if (options.Filter is not (ResampleFilter.Bicubic or ResampleFilter.Bilinear))
            throw new OptionsException($"The model's preprocessing resizes with {options.Filter}, which is not exported. Export with --input floats and prepare the pictures yourself.");
        (this.graph, this.options) = (graph, options);
    }

    /// <summary>Normalised pixels [B×3×S×S] of uint8 RGB pictures [B×H×W×3].</summary>
    public string Pixels(string images)
    {
        var samples = graph.Node("Transpose", [graph.Node("Cast", [images], ("to", (long)OnnxElement.Float))], ("perm", new long[] { 0, 3, 1, 2 }));      // [B×3×H×W]
        var shape = graph.Node("Shape", [images]);
        string Side(long axis) => graph.Node("Gather", [shape, graph.Integer(axis)], ("axis", 0L));
        var (height, width) = (Side(1), Side(2));
        var shorter = graph.Node("Min", [height, width]);
        var across = graph.Node("Transpose", [Weights(width, shorter)], ("perm", new long[] { 1, 0 }));                                                    // [W×S]
        var passed = Rounded(graph.Node("MatMul", [samples, across]));                                                                                     // [B×3×H×S]
        var crop = Rounded(graph.Node("MatMul", [Weights(height, shorter), passed]));                                                                      // [B×3×S×S]
        var rescaled = options.RescaleFactor == 1 / 255.0 ? graph.Node("Div", [crop, graph.Number(255)]) : graph.Node("Mul", [crop, graph.Number(options.RescaleFactor)]);
        return graph.Node("Div", [graph.Node("Sub", [rescaled, graph.Numbers([3, 1, 1], [.. options.Mean])]), graph.Numbers([3, 1, 1], [.. options.Std])]);
    }

    /// <summary>
    /// The weights of one pass for the crop's outputs, [S×n] (libImaging/Resample.c, precompute_coeffs): scale = n / outputs, kernel widened by max(scale, 1), each row
    /// normalised to the sum 1.
    /// </summary>
    string Weights(string inputs, string shorter)
    {
        var size = options.CropSize;
        var edge = graph.Integer(options.ResizeShortestEdge);
        var outputs = options.Resize == PreprocessResize.Squash ? edge : graph.Node("Div", [graph.Node("Mul", [inputs, edge]), shorter]);    // whole numbers: truncated
        var (n, m) = (Float(inputs), Float(outputs));
        var scale = graph.Node("Div", [n, m]);
        var widening = graph.Node("Max", [scale, graph.Number(1)]);
        var support = graph.Node("Mul", [widening, graph.Number(options.Filter == ResampleFilter.Bicubic ? 2 : 1)]);
        var offset = graph.Node("Round", [graph.Node("Div", [graph.Node("Sub", [m, graph.Number(size)]), graph.Number(2)])]);                 // halves to the even neighbour
        var places = graph.Numbers([size, 1], [.. Enumerable.Range(0, size).Select(i => i + 0.5f)]);
        var center = graph.Node("Mul", [graph.Node("Add", [places, offset]), scale]);                                                          // [S×1]
        var sources = Float(graph.Node("Range", [graph.Integer(0), inputs, graph.Integer(1)]));                                                // [n]
        var from = graph.Node("Floor", [graph.Node("Add", [graph.Node("Sub", [center, support]), graph.Number(0.5)])]);
        var to = graph.Node("Floor", [graph.Node("Add", [graph.Node("Add", [center, support]), graph.Number(0.5)])]);
        var x = graph.Node("Abs", [graph.Node("Div", [graph.Node("Add", [graph.Node("Sub", [sources, center]), graph.Number(0.5)]), widening])]);   // [S×n]
        var inside = graph.Node("And", [graph.Node("Not", [graph.Node("Less", [sources, from])]), graph.Node("Less", [sources, to])]);
        var weights = graph.Node("Where", [inside, Kernel(x), graph.Number(0)]);
        return graph.Node("Div", [weights, graph.Node("ReduceSum", [weights, graph.Integers(1)], ("keepdims", 1L))]);
    }

    /// <summary>Bicubic with a = -0.5, or the triangle.</summary>
    string Kernel(string x)
    {
        if (options.Filter == ResampleFilter.Bilinear)
            return graph.Node("Max", [graph.Node("Sub", [graph.Number(1), x]), graph.Number(0)]);
        string Mul(string a, string b) => graph.Node("Mul", [a, b]);
        string Add(string a, double b) => graph.Node("Add", [a, graph.Number(b)]);
        var near = Add(Mul(Mul(Add(Mul(x, graph.Number(1.5)), -2.5), x), x), 1);                       // ((a + 2)x - (a + 3))x² + 1
        var far = Mul(Add(Mul(Add(Mul(Add(x, -5), x), 8), x), -4), graph.Number(-0.5));                // (((x - 5)x + 8)x - 4)a
        var outer = graph.Node("Where", [graph.Node("Less", [x, graph.Number(2)]), far, graph.Number(0)]);
        return graph.Node("Where", [graph.Node("Less", [x, graph.Number(1)]), near, outer]);
    }

    /// <summary>To whole samples of 0 to 255.</summary>
    string Rounded(string samples) => graph.Node("Clip", [graph.Node("Floor", [graph.Node("Add", [samples, graph.Number(0.5)])]), graph.Number(0), graph.Number(255)]);

    string Float(string x) => graph.Node("Cast", [x], ("to", (long)OnnxElement.Float));
}
