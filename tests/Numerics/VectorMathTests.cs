using System.Numerics;
using System.Runtime.Intrinsics;
using Goalkeeper.Numerics;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Numerics;

/// <summary>Against fixed-point arithmetic of 1,280 bits: at most 1 ulp off, with the limits where they belong.</summary>
public unsafe class VectorMathTests
{
    private const int Bits = 1280; // e⁻⁷⁰⁰ is 2⁻¹⁰¹⁰
    private static readonly BigInteger One = BigInteger.One << Bits;

    [Fact]
    public void Exp_is_within_one_ulp()
    {
        foreach (var x in Points(-700, 700)) AssertWithinUlp(ToDouble(FixedExp(x)), Exp([x])[0], $"exp({x:R})");
        foreach (var x in Points(-2, 2)) AssertWithinUlp(ToDouble(FixedExp(x)), Exp([x])[0], $"exp({x:R})");
    }

    [Fact]
    public void Tanh_is_within_one_ulp()
    {
        foreach (var x in Points(-21, 21).Concat(Points(-1, 1)).Concat(Points(-1e-3, 1e-3)).Concat(Points(-1e-9, 1e-9)))
        {
            if (x == 0) continue;
            var square = FixedExp(2 * x);
            var exact = ToDouble(((square - One) << Bits) / (square + One));
            AssertWithinUlp(exact, Tanh([x])[0], $"tanh({x:R})");
        }
    }

    [Fact]
    public void Log_is_within_one_ulp()
    {
        foreach (var x in Points(0, 2).Concat(Points(0.999, 1.001)).Concat(Points(0, 1e-5)).Concat(Points(1, 1e6)))
        {
            if (x is 0 or 1) continue;

            // One Newton step from the double nearest to ln x doubles its 50 good bits: ln x = y + (x − eʸ)/eʸ, to 1e-32.
            var y = Math.Log(x);
            var exp = FixedExp(y);
            var exact = ToDouble(ToFixed(y) + ((ToFixed(x) - exp) << Bits) / exp);
            AssertWithinUlp(exact, Log([x])[0], $"log({x:R})");
        }
    }

    [Fact]
    public void Limits_are_those_of_IEEE()
    {
        Assert.Equal([0, double.PositiveInfinity, 1, double.Epsilon, double.NaN], Exp([double.NegativeInfinity, double.PositiveInfinity, 0, -745, double.NaN]));
        Assert.Equal([0, double.PositiveInfinity], Exp([-750, 709.79]));
        Assert.Equal([double.NegativeInfinity, 0, double.PositiveInfinity, double.NaN, double.NaN], Log([0, 1, double.PositiveInfinity, -1, double.NaN]));
        Assert.Equal(Math.Log(double.Epsilon), VectorMath.Log(Vector512.Create(double.Epsilon))[0], 1e-12);
        Assert.Equal([1, -1, 0, double.NaN], Tanh([double.PositiveInfinity, double.NegativeInfinity, 0, double.NaN]));
        Assert.True(double.IsNegative(Tanh([-0.0])[0]));
    }

    [Fact]
    public void A_sum_adds_halves_first_on_every_machine()
    {
        // 1e16 + 1 is 1e16: only the order ((0+4)+(2+6)) + ((1+5)+(3+7)) gives 2.
        Assert.Equal(2, VectorMath.Sum(Vector512.Create(1e16, 1, 0, 0, -1e16, 1, 0, 0)));
        Assert.Equal(0, VectorMath.Sum(Vector512.Create(1e16, -1e16, 1, 0, 0, 0, 0, 0)));
    }

    [Fact]
    public void Bits_do_not_depend_on_the_neighbours()
    {
        var x = Points(-25, 25).Take(37).ToArray();
        Assert.Equal(x.Select(v => Exp([v])[0]), Exp(x));
        Assert.Equal(x.Select(v => Tanh([v])[0]), Tanh(x));
    }

    private static double[] Exp(double[] xs) => Map(xs, &VectorMath.Exp);

    private static double[] Tanh(double[] xs) => Map(xs, &VectorMath.Tanh);

    private static double[] Log(double[] xs) => [.. xs.Select(x => VectorMath.Log(Vector512.Create(x))[0])];

    private static double[] Map(double[] xs, delegate*<double*, nint, void> function)
    {
        var padded = new double[(xs.Length + 15) / 16 * 16];
        xs.CopyTo(padded, 0);
        fixed (double* p = padded) function(p, padded.Length);
        return padded[..xs.Length];
    }

    private static IEnumerable<double> Points(double from, double to)
    {
        var random = new RandomState(9);
        return Enumerable.Range(0, 2000).Select(_ => from + (to - from) * random.Uniform());
    }

    private static BigInteger ToFixed(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        var exponent = (int)(bits >> 52);
        BigInteger mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        var shift = Math.Max(exponent, 1) - 1075 + Bits;
        var magnitude = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return x < 0 ? -magnitude : magnitude;
    }

    /// <summary>eˣ in fixed point, by halving x until its Taylor series is short, then squaring; negative x by reciprocal.</summary>
    private static BigInteger FixedExp(double x)
    {
        if (x < 0) return (One << Bits) / FixedExp(-x);
        const int halvings = 40;
        const int extra = 128; // squaring 40 times loses 40 bits, eˣ up to e⁷⁰⁰ needs none before the point
        var one = One << extra;
        var reduced = (ToFixed(x) << extra) >> halvings;
        BigInteger sum = one, term = one;
        for (var k = 1; !term.IsZero; k++) sum += term = term * reduced / one / k;
        for (var i = 0; i < halvings; i++) sum = sum * sum / one;
        return sum >> extra;
    }

    /// <summary>To the nearest double but for a part in 2¹⁰ of an ulp, enough to judge 1 ulp by.</summary>
    private static double ToDouble(BigInteger value)
    {
        var shift = (int)BigInteger.Abs(value).GetBitLength() - 63;
        var top = shift >= 0 ? value >> shift : value << -shift;
        return Math.ScaleB((double)(long)top, shift - Bits);
    }

    private static void AssertWithinUlp(double exact, double actual, string what)
    {
        var ulps = Math.Abs(BitConverter.DoubleToInt64Bits(exact) - BitConverter.DoubleToInt64Bits(actual));
        Assert.True(ulps <= 1, $"{what}: {actual:R} is {ulps} ulp from {exact:R}");
    }
}
