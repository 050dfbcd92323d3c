namespace KronClip.Images;

/// <summary>
/// The inverse cosine transform of libjpeg's default method (jidctint.c, "islow": Loeffler, Ligtenberg and Moschytz 1989, with 13-bit
/// constants), rounding included, since every decoder in common use gives these very values.
/// </summary>
static class JpegInverseDct
{
    const int ConstantBits = 13, FirstPassBits = 2;

    /// <summary>Turns 64 dequantised coefficients (row by row; destroyed) into 64 samples of 0..255.</summary>
    public static void Transform(Span<int> block, Span<byte> samples)
    {
        for (var x = 0; x < 8; x++)
            Transform8(block[x..], 8, ConstantBits - FirstPassBits);
        for (var y = 0; y < 8; y++)
            Transform8(block[(8 * y)..], 1, ConstantBits + FirstPassBits + 3);
        for (var i = 0; i < 64; i++)
            samples[i] = (byte)Math.Clamp(block[i] + 128, 0, 255);
    }

    static void Transform8(Span<int> v, int step, int shift)
    {
        // Even part: coefficients 0, 2, 4, 6.
        int c2 = v[2 * step], c6 = v[6 * step];
        var z1 = (c2 + c6) * 4433;                                      // 0.541196100
        int even2 = z1 - c6 * 15137, even3 = z1 + c2 * 6270;            // 1.847759065, 0.765366865
        int even0 = (v[0] + v[4 * step]) << ConstantBits, even1 = (v[0] - v[4 * step]) << ConstantBits;
        int a0 = even0 + even3, a3 = even0 - even3, a1 = even1 + even2, a2 = even1 - even2;

        // Odd part: coefficients 7, 5, 3, 1.
        int b0 = v[7 * step], b1 = v[5 * step], b2 = v[3 * step], b3 = v[step];
        var z5 = (b0 + b2 + b1 + b3) * 9633;                            // 1.175875602
        var outer = (b0 + b3) * -7373;                                  // 0.899976223
        var inner = (b1 + b2) * -20995;                                 // 2.562915447
        var z3 = (b0 + b2) * -16069 + z5;                               // 1.961570560
        var z4 = (b1 + b3) * -3196 + z5;                                // 0.390180644
        b0 = b0 * 2446 + outer + z3;                                    // 0.298631336
        b1 = b1 * 16819 + inner + z4;                                   // 2.053119869
        b2 = b2 * 25172 + inner + z3;                                   // 3.072711026
        b3 = b3 * 12299 + outer + z4;                                   // 1.501321110

        var half = 1 << (shift - 1);
        (v[0], v[7 * step]) = ((a0 + b3 + half) >> shift, (a0 - b3 + half) >> shift);
        (v[step], v[6 * step]) = ((a1 + b2 + half) >> shift, (a1 - b2 + half) >> shift);
        (v[2 * step], v[5 * step]) = ((a2 + b1 + half) >> shift, (a2 - b1 + half) >> shift);
        (v[3 * step], v[4 * step]) = ((a3 + b0 + half) >> shift, (a3 - b0 + half) >> shift);
    }
}
