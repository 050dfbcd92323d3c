namespace KronClip.Evaluation;

/// <summary>
/// The learned context in words. A context word is a vector that need not be any token's, so the nearest real tokens are a hint, with their cosine. CK-CoOp's words are
/// combinations of dictionary entries, V = W (D + A1 ⊗ A2), so the weights say which entries they are made of.
/// </summary>
/// <param name="Words">One per context word, M.</param>
public sealed record ReportedContext(IReadOnlyList<ReportedContextWord> Words);

/// <summary>One context word.</summary>
/// <param name="Nearest">Nearest tokens of the vocabulary by cosine, nearest first.</param>
/// <param name="Entries">Dictionary entries with the largest weights by magnitude; empty for methods without a dictionary.</param>
public sealed record ReportedContextWord(IReadOnlyList<NearToken> Nearest, IReadOnlyList<WeighedEntry> Entries);

/// <summary>A token near a vector.</summary>
/// <param name="Token">The token as text; a word's end is not shown.</param>
/// <param name="Cosine">Cosine similarity.</param>
public sealed record NearToken(string Token, double Cosine);

/// <summary>A dictionary entry in a context word.</summary>
/// <param name="Entry">Its place in the dictionary, from 0.</param>
/// <param name="Weight">Its weight in the word.</param>
/// <param name="Nearest">Tokens nearest to the entry D of the dictionary, nearest first.</param>
public sealed record WeighedEntry(int Entry, double Weight, IReadOnlyList<NearToken> Nearest);

/// <summary>Accuracy by training pictures per class, on the same measured pictures.</summary>
/// <param name="Points">By rising shots; the last is the run itself.</param>
/// <param name="Gain">What twice as many labelled pictures may bring; null where the points allow no estimate.</param>
public sealed record ReportedCurve(IReadOnlyList<CurvePoint> Points, EstimatedGain? Gain);

/// <summary>A point of the learning curve.</summary>
/// <param name="Shots">Training pictures per class.</param>
/// <param name="Accuracy">Share recognised, Wilson interval.</param>
public sealed record CurvePoint(int Shots, Interval Accuracy);

/// <summary>An extrapolation of the learning curve: error = a·shots^-b fitted to the points.</summary>
/// <param name="Shots">Twice the shots of the last point.</param>
/// <param name="Gain">Estimated rise of accuracy over the last point, with an interval from bootstrapping the measured pictures.</param>
public sealed record EstimatedGain(int Shots, Interval Gain);
