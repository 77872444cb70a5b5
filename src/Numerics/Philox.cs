using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Goalkeeper.Numerics;

/// <summary>
/// The counter-based generator Philox4x32 with 7 rounds, the fewest that pass BigCrush (Salmon, Moraes, Dror and Shaw 2011, "Parallel
/// random numbers: as easy as 1, 2, 3"). A draw is a function of its counter and key alone, so masks do not depend on who asks, or when.
/// This is the generator for counters that differ in their word c1: what the first three rounds make of the others is computed once.
/// </summary>
internal unsafe struct Philox
{
    private const uint Factor0 = 0xD2511F53, Factor1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    private readonly ulong _first, _second, _third0, _third2, _third3; // what rounds one to three xor into the words
    private fixed ulong _keys[8];                                  // what rounds four to seven do

    /// <param name="key0">The key's first word.</param>
    /// <param name="key1">Its second.</param>
    /// <param name="c0">The counter's words, all but c1.</param>
    /// <param name="c2">See <paramref name="c0"/>.</param>
    /// <param name="c3">See <paramref name="c0"/>.</param>
    public Philox(uint key0, uint key1, uint c0, uint c2, uint c3)
    {
        var product0 = (ulong)c0 * Factor0;
        var product1 = (ulong)c2 * Factor1;
        _first = (product1 >> 32) ^ key0;
        c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
        c3 = (uint)product0;
        var c1 = (uint)product1;
        key0 += Weyl0;
        key1 += Weyl1;

        product1 = (ulong)c2 * Factor1;
        _second = c3 ^ key1;
        c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
        c1 = (uint)product1;
        key0 += Weyl0;
        key1 += Weyl1;

        product0 = (ulong)c0 * Factor0;
        _third0 = c1 ^ key0;
        _third2 = (product0 >> 32) ^ key1;
        _third3 = (uint)product0;
        for (var round = 0; round < 4; round++)
        {
            _keys[2 * round] = key0 += Weyl0;
            _keys[2 * round + 1] = key1 += Weyl1;
        }
    }

    /// <summary>Eight draws of four 32-bit words, lane by lane.</summary>
    /// <param name="c1">The counters' second words.</param>
    /// <returns>Four vectors whose lanes hold a word each, in the low half; what stands in the high half is of no use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly (Vector512<ulong> W0, Vector512<ulong> W1, Vector512<ulong> W2, Vector512<ulong> W3) Draw(Vector512<ulong> c1)
    {
        // Products read only the low halves of their factors, so the high halves are never cleared.
        var product0 = Multiply(c1 ^ Vector512.Create(_first), Factor0);
        var product1 = Multiply((product0 >>> 32) ^ Vector512.Create(_second), Factor1);
        var words = (
            (product1 >>> 32) ^ Vector512.Create(_third0), product1,
            product0 ^ Vector512.Create(_third2), Vector512.Create(_third3));
        words = Round(words, Vector512.Create(_keys[0]), Vector512.Create(_keys[1]));
        words = Round(words, Vector512.Create(_keys[2]), Vector512.Create(_keys[3]));
        words = Round(words, Vector512.Create(_keys[4]), Vector512.Create(_keys[5]));
        return Round(words, Vector512.Create(_keys[6]), Vector512.Create(_keys[7]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong>, Vector512<ulong>, Vector512<ulong>, Vector512<ulong>) Round(
        (Vector512<ulong> C0, Vector512<ulong> C1, Vector512<ulong> C2, Vector512<ulong> C3) words, Vector512<ulong> key0, Vector512<ulong> key1)
    {
        var product0 = Multiply(words.C0, Factor0);
        var product1 = Multiply(words.C2, Factor1);
        return (
            (product1 >>> 32) ^ words.C1 ^ key0, product1,
            (product0 >>> 32) ^ words.C3 ^ key1, product0);
    }

    /// <summary>32 × 32 bits to 64, lane by lane. Where there is an instruction for it, it takes the place of a long 64-bit product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> words, uint factor)
    {
        if (Avx512F.IsSupported) return Avx512F.Multiply(words.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32());
        if (!Avx2.IsSupported) return (words & Vector512.Create(0xffffffffUL)) * Vector512.Create((ulong)factor);
        var factors = Vector256.Create((ulong)factor).AsUInt32();
        return Vector512.Create(
            Avx2.Multiply(words.GetLower().AsUInt32(), factors), Avx2.Multiply(words.GetUpper().AsUInt32(), factors));
    }
}
