namespace KronClip.Methods;

/// <summary>Where the entries of CK-CoOp's dictionary D come from. Under every kind but <see cref="Words"/> a person's own words may be added to them.</summary>
public enum DictionaryKind
{
    /// <summary>K-means centres of the rows of E (<see cref="Methods.KMeans"/>), as published.</summary>
    KMeans,

    /// <summary>Centres by cosine, each with the mean length of its members (<see cref="Methods.SphericalKMeans"/>).</summary>
    SphericalKMeans,

    /// <summary>Rows of E drawn at random: what clustering is worth is seen against these.</summary>
    RandomRows,

    /// <summary>A person's own words and nothing else; K is their number.</summary>
    Words,
}
