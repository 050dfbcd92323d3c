namespace KronClip.Bench.Peers;

/// <summary>What the PyTorch process says of itself.</summary>
/// <param name="Torch">Version of PyTorch.</param>
/// <param name="Blas">The library behind its products, with the kernel it chose.</param>
/// <param name="Vector">Vector instructions of PyTorch's own kernels.</param>
/// <param name="Threads">Threads in use.</param>
/// <param name="Fused">Whether the fused attention of PyTorch 2 is used.</param>
sealed record PyTorchVersion(string Torch, string Blas, string Vector, int Threads, bool Fused);

/// <summary>What a step is made on. Prompts are [SOS] V_1 … V_M name . [EOS].</summary>
/// <param name="Method">"coop" or "prograd".</param>
/// <param name="Form">"published": all positions of the tower; "cut": as many as the longest prompt has.</param>
/// <param name="Context">V, row-major [M×d].</param>
/// <param name="ContextWords">M.</param>
/// <param name="Classes">Token ids of each "name.", without start and end.</param>
/// <param name="StartToken">[SOS].</param>
/// <param name="EndToken">[EOS].</param>
/// <param name="Features">Image embeddings [B×e]; the step normalises them.</param>
/// <param name="Labels">[B].</param>
/// <param name="ZeroShot">Class embeddings of hand-written prompts [C×e], for ProGrad.</param>
sealed record PyTorchStep(
    string Method, string Form, float[] Context, int ContextWords, int[][] Classes, int StartToken, int EndToken, float[] Features, int[] Labels, float[]? ZeroShot = null);

/// <summary>A product of PyTorch: median and best of its times, and which way round the weights were stored.</summary>
sealed record PyTorchProduct(double Seconds, double Best, string Form);
