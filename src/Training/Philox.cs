using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Goalkeeper.Training;

/// <summary>
/// The counter-based generator Philox4x32 with 7 rounds, the fewest that pass BigCrush (Salmon, Moraes, Dror and Shaw 2011, "Parallel
/// random numbers: as easy as 1, 2, 3"). A draw is a function of its counter and key alone, so masks do not depend on who asks, or when.
/// </summary>
public static class Philox
{
    private const int Rounds = 7;

    /// <summary>Eight draws of four 32-bit words: lane by lane, the words of counter (c0, c1, c2, c3) under the key.</summary>
    /// <returns>Four vectors whose lanes hold 32-bit words.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<ulong> W0, Vector512<ulong> W1, Vector512<ulong> W2, Vector512<ulong> W3) Draw(
        Vector512<ulong> c0, Vector512<ulong> c1, Vector512<ulong> c2, Vector512<ulong> c3, uint key0, uint key1)
    {
        var low = Vector512.Create(0xffffffffUL);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = Multiply(c0, 0xD2511F53);
            var product1 = Multiply(c2, 0xCD9E8D57);
            c0 = (product1 >>> 32) ^ c1 ^ Vector512.Create((ulong)key0);
            c1 = product1 & low;
            c2 = (product0 >>> 32) ^ c3 ^ Vector512.Create((ulong)key1);
            c3 = product0 & low;
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>32 × 32 bits to 64, lane by lane. Where there is an instruction for it, it takes the place of a long 64-bit product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> words, uint factor)
    {
        if (Avx512F.IsSupported) return Avx512F.Multiply(words.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32());
        if (!Avx2.IsSupported) return words * Vector512.Create((ulong)factor);
        var factors = Vector256.Create((ulong)factor).AsUInt32();
        return Vector512.Create(
            Avx2.Multiply(words.GetLower().AsUInt32(), factors), Avx2.Multiply(words.GetUpper().AsUInt32(), factors));
    }
}
