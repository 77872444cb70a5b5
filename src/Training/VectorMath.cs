using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Training;

/// <summary>
/// exp, log, tanh and sums over eight doubles, with the same bits on every machine: nothing but IEEE operations and fused
/// multiply-adds in a fixed order, and no call into the C library, whose last bit varies.
/// </summary>
public static class VectorMath
{
    /// <summary>Doubles in a vector. Fixed: it decides the order of sums, so it decides the bits of the results.</summary>
    public const int Lanes = 8;

    private const double Ln2High = 6.93147180369123816490e-01; // the last 21 bits are zero, so n·Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Log2E = 1.4426950408889634;

    /// <summary>Adding 1.5·2⁵² rounds to an integer and leaves it in the low bits.</summary>
    private const double RoundToInteger = 6755399441055744.0;

    /// <summary>Σ of the eight lanes, halves first: ((0+4)+(2+6)) + ((1+5)+(3+7)). <c>Vector512.Sum</c>'s order depends on the hardware.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> x)
    {
        var four = x.GetLower() + x.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>eˣ, at most 1 ulp off; 0 and ∞ beyond the range of doubles.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        // Comparisons rather than Min and Max let NaN through.
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(710.0)), Vector512.Create(710.0), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-746.0)), Vector512.Create(-746.0), x);
        var n = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(RoundToInteger)) - Vector512.Create(RoundToInteger);
        var r = Reduce(x, n);
        var y = Vector512<double>.One + Vector512.FusedMultiplyAdd(r * r, ExpTail(r), r);

        // 2ⁿ in two factors: n reaches from −1076 to 1024, an exponent only from −1022 to 1023.
        var half = Vector512.FusedMultiplyAdd(n, Vector512.Create(0.5), Vector512.Create(RoundToInteger)) - Vector512.Create(RoundToInteger);
        return y * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> x) => Vector512<double>.One / (Vector512<double>.One + Exp(-x));

    /// <summary>ln x, at most 1 ulp off; −∞ at zero, NaN below. The method and its constants are fdlibm's e_log.c (Sun Microsystems 1993).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        var subnormal = Vector512.LessThan(x, Vector512.Create(2.2250738585072014e-308));
        var scaled = Vector512.ConditionalSelect(subnormal, x * Vector512.Create(18014398509481984.0), x);
        var bits = scaled.AsInt64();

        // x = 2ᵏ·m with m in [√½, √2). The biased exponent becomes a double by standing in the low bits of 2⁵².
        var k = (Vector512.ShiftRightLogical(bits, 52) | Vector512.Create(0x4330000000000000L)).AsDouble() - Vector512.Create(4503599627370496.0 + 1023);
        k -= Vector512.ConditionalSelect(subnormal, Vector512.Create(54.0), Vector512<double>.Zero);
        var m = ((bits & Vector512.Create(0x000fffffffffffffL)) | Vector512.Create(0x3ff0000000000000L)).AsDouble();
        var large = Vector512.GreaterThan(m, Vector512.Create(1.4142135623730951));
        m = Vector512.ConditionalSelect(large, m * Vector512.Create(0.5), m);
        k += Vector512.ConditionalSelect(large, Vector512<double>.One, Vector512<double>.Zero);

        var f = m - Vector512<double>.One;
        var s = f / (Vector512.Create(2.0) + f);
        var z = s * s;
        var series = Vector512.Create(1.479819860511658591e-01);
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.531383769920937332e-01));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.818357216161805012e-01));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(2.222219843214978396e-01));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(2.857142874366239149e-01));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(3.999999999940941908e-01));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(6.666666666666735130e-01));
        var halfSquare = Vector512.Create(0.5) * f * f;
        var tail = Vector512.FusedMultiplyAdd(s, Vector512.FusedMultiplyAdd(series, z, halfSquare), k * Vector512.Create(Ln2Low));
        var result = k * Vector512.Create(Ln2High) - (halfSquare - tail - f);

        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(double.PositiveInfinity)), x, result);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<double>.Zero), Vector512.Create(double.NegativeInfinity), result);
        var isNumber = Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero);
        return Vector512.ConditionalSelect(isNumber, result, Vector512.Create(double.NaN));
    }

    /// <summary>tanh x, at most 1 ulp off: e / (e + 2) with e = e²ˣ − 1, both carried in two doubles.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Tanh(Vector512<double> x)
    {
        // 1 − tanh 20 is below half an ulp of 1.
        var twice = Vector512.Create(2.0) * Vector512.Abs(x);
        twice = Vector512.ConditionalSelect(Vector512.GreaterThan(twice, Vector512.Create(40.0)), Vector512.Create(40.0), twice);
        var n = Vector512.FusedMultiplyAdd(twice, Vector512.Create(Log2E), Vector512.Create(RoundToInteger)) - Vector512.Create(RoundToInteger);

        // e²ˣ = 2ⁿ (1 + p + pLow); r carries what the reduction rounds away in rLow.
        var rHigh = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), twice);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), rHigh);
        var rLow = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), rHigh - r);
        var square = r * r;
        var tail = ExpTail(r);
        var p = Vector512.FusedMultiplyAdd(square, tail, r);
        var pLow = Vector512.FusedMultiplyAdd(square, tail, r - p) + rLow;

        var power = PowerOfTwo(n);
        var powerLessOne = power - Vector512<double>.One;
        var e = Vector512.FusedMultiplyAdd(power, p, powerLessOne);
        var eLow = Vector512.FusedMultiplyAdd(power, p, powerLessOne - e) + power * pLow;
        var denominator = e + Vector512.Create(2.0);

        // Exact (two-sum): e may be larger than 2.
        var eRounded = denominator - Vector512.Create(2.0);
        var denominatorLow = (e - eRounded) + (Vector512.Create(2.0) - (denominator - eRounded)) + eLow;
        var quotient = e / denominator;
        var remainder = Vector512.FusedMultiplyAdd(-quotient, denominator, e) - quotient * denominatorLow + eLow;
        quotient += remainder / denominator;

        var sign = x & Vector512.Create(-0.0);
        return quotient | sign;
    }

    /// <summary>x − n·ln 2, for an integer n near x/ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Reduce(Vector512<double> x, Vector512<double> n) =>
        Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x));

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2: the Taylor series to r¹³, whose first missing term is below 10⁻¹⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpTail(Vector512<double> r)
    {
        var sum = Vector512.Create(1.0 / 6227020800);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 479001600));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 39916800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 3628800));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 362880));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 40320));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 5040));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 720));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1.0 / 6));
        return Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(0.5));
    }

    /// <summary>2ⁿ for an integer n from −1022 to 1023, by writing the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowerOfTwo(Vector512<double> n) =>
        (Vector512.ShiftLeft((n + Vector512.Create(RoundToInteger)).AsInt64(), 52) + Vector512.Create(0x3ff0000000000000L)).AsDouble();
}
