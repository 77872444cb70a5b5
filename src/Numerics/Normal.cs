namespace Goalkeeper.Numerics;

/// <summary>The standard normal distribution, from IEEE operations and our own exp and log alone: the same bits on every machine.</summary>
internal static class Normal
{
    private const double LogSqrtTwoPi = 0.91893853320467274178;

    // From here on the continued fraction converges; nearer to zero the series does.
    private const double Tail = 2;

    /// <summary>φ(x), the density.</summary>
    public static double Density(double x) => VectorMath.Exp(-0.5 * x * x - LogSqrtTwoPi);

    /// <summary>Φ(x), the share below x, to nearly the last digit in both tails.</summary>
    public static double Cumulative(double x) => x switch
    {
        < -Tail => Density(x) * Mills(-x),
        <= Tail => 0.5 + Density(x) * Series(x),
        _ => 1 - Density(x) * Mills(x),
    };

    /// <summary>ln Φ(x), also where Φ(x) is below the smallest double.</summary>
    public static double LogCumulative(double x) => x switch
    {
        < -Tail => -0.5 * x * x - LogSqrtTwoPi + VectorMath.Log(Mills(-x)),
        _ => VectorMath.Log(Cumulative(x)),
    };

    /// <summary>The x whose <see cref="Cumulative"/> is p; −∞ at 0 and ∞ at 1. Acklam's rational approximation (2003), then one step of Halley's.</summary>
    public static double Quantile(double p)
    {
        if (p is <= 0 or >= 1) return p <= 0 ? double.NegativeInfinity : double.PositiveInfinity;
        var x = p switch
        {
            < 0.02425 => Outer(p),
            > 1 - 0.02425 => -Outer(1 - p),
            _ => Inner(p - 0.5),
        };
        var u = (Cumulative(x) - p) / Density(x);
        return x - u / (1 + 0.5 * x * u);
    }

    /// <summary>(1 − Φ(x)) / φ(x) for x ≥ 2, by Laplace's continued fraction; 60 terms are enough at 2.</summary>
    public static double Mills(double x)
    {
        var rest = x;
        for (var n = 60; n >= 1; n--) rest = x + n / rest;
        return 1 / rest;
    }

    /// <summary>(Φ(x) − ½) / φ(x) = x + x³/3 + x⁵/(3·5) + … (Marsaglia 2004, "Evaluating the normal distribution").</summary>
    private static double Series(double x)
    {
        var (sum, term, square) = (x, x, x * x);
        for (var n = 3; n < 100; n += 2)
        {
            term *= square / n;
            if (sum + term == sum) break;
            sum += term;
        }
        return sum;
    }

    private static double Outer(double p)
    {
        var q = Math.Sqrt(-2 * VectorMath.Log(p));
        return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q
                + 4.374664141464968e+00) * q + 2.938163982698783e+00)
            / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1);
    }

    private static double Inner(double q)
    {
        var r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
                - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q
            / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
                - 1.328068155288572e+01) * r + 1);
    }
}
