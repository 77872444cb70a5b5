using Goalkeeper.Numerics;
using MathNet.Numerics;
using NormalDistribution = MathNet.Numerics.Distributions.Normal;

namespace Goalkeeper.Tests.Numerics;

/// <summary>MathNet's functions are the reference: others wrote them, by other formulas.</summary>
public class NormalTests
{
    [Fact]
    public void Exp_and_log_of_one_number_have_the_bits_of_many()
    {
        var numbers = Enumerable.Range(-3500, 7001).Select(i => i * 0.2003).ToArray();
        foreach (var x in numbers)
        {
            Assert.Equal(ExpOfMany(x), VectorMath.Exp(x));
            var log = Math.Log(Math.Abs(x));
            Assert.True(x == 0 || Math.Abs(VectorMath.Log(Math.Abs(x)) - log) <= 4.5e-16 * Math.Abs(log)); // two ulps: one of each
        }

        static unsafe double ExpOfMany(double x)
        {
            var all = stackalloc double[16];
            new Span<double>(all, 16).Fill(x);
            VectorMath.Exp(all, 16);
            return all[3];
        }
    }

    [Fact]
    public void Shares_agree_with_MathNet_in_the_middle_and_in_both_tails()
    {
        for (var x = -37.0; x <= 9; x += 0.0317)
        {
            // Erfc is good to 15 digits; φ's exponent alone loses x²/2 ulps of them.
            var expected = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            Assert.InRange(Normal.Cumulative(x) / expected, 1 - 1e-12, 1 + 1e-12);
            Assert.Equal(Math.Log(expected), Normal.LogCumulative(x), 1e-11);
        }
    }

    [Fact]
    public void A_quantile_is_the_inverse_of_its_share()
    {
        foreach (var p in (double[])[1e-300, 1e-20, 1e-9, 0.001, 0.02424, 0.02426, 0.3, 0.5, 0.7, 0.97574, 0.97576, 0.999, 1 - 1e-9])
        {
            Assert.InRange(Normal.Cumulative(Normal.Quantile(p)) / p, 1 - 1e-12, 1 + 1e-12);
            if (p > 1e-20) Assert.Equal(NormalDistribution.InvCDF(0, 1, p), Normal.Quantile(p), 1e-7);
        }
        Assert.Equal(double.NegativeInfinity, Normal.Quantile(0));
        Assert.Equal(double.PositiveInfinity, Normal.Quantile(1));
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(0.1, 30)]
    [InlineData(120, 80)]
    public void The_beta_distribution_agrees_with_MathNet(double a, double b)
    {
        for (var i = 1; i < 100; i++)
        {
            var share = BetaFunction.Cumulative(i / 100.0, a, b);
            Assert.Equal(SpecialFunctions.BetaRegularized(a, b, i / 100.0), share, 1e-12);
            Assert.Equal(i / 100.0, BetaFunction.Cumulative(BetaFunction.Quantile(i / 100.0, a, b), a, b), 1e-12);
        }
        Assert.Equal(SpecialFunctions.GammaLn(a), BetaFunction.LogGamma(a), 1e-12 * Math.Max(1, Math.Abs(SpecialFunctions.GammaLn(a))));
    }
}
