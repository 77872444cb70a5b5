using System.Globalization;
using System.Numerics;

namespace Goalkeeper.Search;

/// <summary>
/// Sobol's sequence (1967): of its elements 0 … 2ᵐ − 1, each interval of length 2⁻ᵐ of a dimension that starts at a multiple of its length has
/// one, and in many pairs of dimensions each such rectangle too. Direction numbers by Joe and Kuo (2008).
/// </summary>
internal static class SobolSequence
{
    private const int Bits = 32;

    private static readonly uint[][] DirectionNumbers = ReadDirections();

    /// <summary>How many dimensions there are numbers for.</summary>
    public static int Dimensions => DirectionNumbers.Length;

    /// <summary>An element's 32 bits after the point, in Gray code's order (Antonov and Saleev 1979).</summary>
    public static uint Element(int index, int dimension)
    {
        var element = 0u;
        for (var gray = (uint)(index ^ (index >> 1)); gray != 0; gray &= gray - 1)
            element ^= DirectionNumbers[dimension][BitOperations.TrailingZeroCount(gray)];
        return element;
    }

    /// <summary>
    /// Owen's nested scrambling (1995): each bit is turned over or not, as a hash of the bits before it says, which keeps the sequence as even as
    /// it was. The hash is Laine and Karras' (2011) with the constants of Burley (2020), "Practical hash-based Owen scrambling".
    /// </summary>
    public static uint Scramble(uint element, uint key)
    {
        var x = Reverse(element);
        x += key;
        x ^= x * 0x6c50b47c;
        x ^= x * 0xb82f1e52;
        x ^= x * 0xc7afe638;
        x ^= x * 0x8d22f6e6;
        return Reverse(x);
    }

    private static uint Reverse(uint x)
    {
        x = (x >> 1) & 0x55555555 | (x & 0x55555555) << 1;
        x = (x >> 2) & 0x33333333 | (x & 0x33333333) << 2;
        x = (x >> 4) & 0x0f0f0f0f | (x & 0x0f0f0f0f) << 4;
        x = (x >> 8) & 0x00ff00ff | (x & 0x00ff00ff) << 8;
        return x >> 16 | x << 16;
    }

    private static uint[][] ReadDirections()
    {
        using var stream = typeof(SobolSequence).Assembly.GetManifestResourceStream("joe-kuo.txt")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'));
        return [.. lines.Select(line => Directions([.. line.Split(' ').Select(n => uint.Parse(n, CultureInfo.InvariantCulture))]))];
    }

    /// <summary>Bratley and Fox's recurrence (1988): vᵢ = a₁vᵢ₋₁ ⊕ … ⊕ vᵢ₋ₛ ⊕ (vᵢ₋ₛ / 2ˢ), with the coefficients of the polynomial of degree s.</summary>
    /// <param name="numbers">The polynomial, then m₁ … mₛ.</param>
    private static uint[] Directions(uint[] numbers)
    {
        var v = new uint[Bits];
        var degree = BitOperations.Log2(numbers[0]);
        // The first dimension has the polynomial 1: its directions are the bits themselves.
        if (degree == 0) return [.. Enumerable.Range(0, Bits).Select(i => 1u << (Bits - 1 - i))];
        for (var i = 0; i < degree; i++) v[i] = numbers[i + 1] << (Bits - 1 - i);
        for (var i = degree; i < Bits; i++)
        {
            v[i] = v[i - degree] ^ (v[i - degree] >> degree);
            for (var k = 1; k < degree; k++)
            {
                if ((numbers[0] >> (degree - k) & 1) == 1) v[i] ^= v[i - k];
            }
        }
        return v;
    }
}
