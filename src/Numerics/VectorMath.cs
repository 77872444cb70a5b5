using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Goalkeeper.Numerics;

/// <summary>
/// exp, log, tanh and sums over eight doubles, with the same bits on every machine: nothing but IEEE operations and fused
/// multiply-adds in a fixed order, and no call into the C library, whose last bit varies.
/// </summary>
internal static unsafe class VectorMath
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

    /// <summary>eˣ in place, at most 1 ulp off; 0 and ∞ beyond the range of doubles.</summary>
    /// <param name="x">Doubles.</param>
    /// <param name="count">How many: a multiple of 16.</param>
    public static void Exp(double* x, nint count)
    {
        if (Vector512.IsHardwareAccelerated) Exp<SixteenDoubles>(x, count);
        else Exp<EightDoubles>(x, count);
    }

    /// <summary>eˣ in place, of any number of doubles.</summary>
    public static void Exp(Span<double> x)
    {
        var whole = x.Length / 16 * 16;
        fixed (double* start = x) Exp(start, whole);
        foreach (ref var rest in x[whole..]) rest = Exp(rest);
    }

    /// <summary>eˣ, the same bits as among others.</summary>
    public static double Exp(double x) => Exp(new OneDouble(x)).Value;

    /// <summary>The logistic function 1 / (1 + e⁻ˣ) in place.</summary>
    /// <param name="x">Doubles.</param>
    /// <param name="count">How many: a multiple of 16.</param>
    public static void Sigmoid(double* x, nint count)
    {
        if (Vector512.IsHardwareAccelerated) Sigmoid<SixteenDoubles>(x, count);
        else Sigmoid<EightDoubles>(x, count);
    }

    /// <summary>tanh x in place, at most 1 ulp off.</summary>
    /// <param name="x">Doubles.</param>
    /// <param name="count">How many: a multiple of 16.</param>
    public static void Tanh(double* x, nint count)
    {
        if (Vector512.IsHardwareAccelerated) Tanh<SixteenDoubles>(x, count);
        else Tanh<EightDoubles>(x, count);
    }

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

    /// <summary>ln x, the same bits as among others.</summary>
    public static double Log(double x) => Log(Vector512.Create(x)).ToScalar();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Exp<T>(double* x, nint count)
        where T : struct, IDoubles<T>
    {
        for (nint i = 0; i < count; i += T.Count) Exp(T.Load(x + i)).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Sigmoid<T>(double* x, nint count)
        where T : struct, IDoubles<T>
    {
        var one = T.Create(1);
        for (nint i = 0; i < count; i += T.Count) (one / (one + Exp(T.Create(0) - T.Load(x + i)))).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tanh<T>(double* x, nint count)
        where T : struct, IDoubles<T>
    {
        for (nint i = 0; i < count; i += T.Count) Tanh(T.Load(x + i)).Store(x + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exp<T>(T x)
        where T : struct, IDoubles<T>
    {
        x = T.AtLeast(T.AtMost(x, 710), -746);
        var shift = T.Create(RoundToInteger);
        var n = T.FusedMultiplyAdd(x, T.Create(Log2E), shift) - shift;
        var r = T.FusedMultiplyAdd(n, T.Create(-Ln2Low), T.FusedMultiplyAdd(n, T.Create(-Ln2High), x));
        var y = T.Create(1) + T.FusedMultiplyAdd(r * r, ExpTail(r), r);

        // 2ⁿ in two factors: n reaches from −1076 to 1024, an exponent only from −1022 to 1023.
        var shifted = T.FusedMultiplyAdd(n, T.Create(0.5), shift);
        return y * T.PowerOfTwo(shifted) * T.PowerOfTwo(n - (shifted - shift) + shift);
    }

    /// <summary>e / (e + 2) with e = e²ˣ − 1, both carried in two doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Tanh<T>(T x)
        where T : struct, IDoubles<T>
    {
        // 1 − tanh 20 is below half an ulp of 1.
        var size = T.AtMost(T.Abs(x), 20);
        var shift = T.Create(RoundToInteger);
        var shifted = T.FusedMultiplyAdd(size, T.Create(2 * Log2E), shift);
        var n = shifted - shift;

        // e²ˣ = 2ⁿ (1 + p + pLow); r carries what the reduction rounds away in rLow.
        var rHigh = T.FusedMultiplyAdd(n, T.Create(-Ln2High), size + size);
        var r = T.FusedMultiplyAdd(n, T.Create(-Ln2Low), rHigh);
        var rLow = T.FusedMultiplyAdd(n, T.Create(-Ln2Low), rHigh - r);
        var square = r * r;
        var tail = ExpTail(r);
        var p = T.FusedMultiplyAdd(square, tail, r);
        var pLow = T.FusedMultiplyAdd(square, tail, r - p) + rLow;

        var power = T.PowerOfTwo(shifted);
        var less = power - T.Create(1);
        var e = T.FusedMultiplyAdd(power, p, less);
        var eLow = T.FusedMultiplyAdd(power, pLow, T.FusedMultiplyAdd(power, p, less - e));

        // What e + 2 rounds away (two-sum: e may be larger than 2).
        var two = T.Create(2);
        var denominator = e + two;
        var eRounded = denominator - two;
        var denominatorLow = (e - eRounded) + (two - (denominator - eRounded)) + eLow;

        // The quotient, negative so that the remainder is a sum, and what is left over, by the same reciprocal.
        var reciprocal = T.Create(-1) / denominator;
        var quotient = e * reciprocal;
        var remainder = T.FusedMultiplyAdd(quotient, denominator, e) + T.FusedMultiplyAdd(quotient, denominatorLow, eLow);
        return T.CopySign(T.FusedMultiplyAdd(remainder, reciprocal, quotient), x);
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ½ ln 2: the Taylor series to r¹³, whose first missing term is below 10⁻¹⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpTail<T>(T r)
        where T : struct, IDoubles<T>
    {
        var sum = T.Create(1.0 / 6227020800);
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 479001600));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 39916800));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 3628800));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 362880));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 40320));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 5040));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 720));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 120));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 24));
        sum = T.FusedMultiplyAdd(sum, r, T.Create(1.0 / 6));
        return T.FusedMultiplyAdd(sum, r, T.Create(0.5));
    }
}
